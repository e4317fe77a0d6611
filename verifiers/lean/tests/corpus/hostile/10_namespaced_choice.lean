-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: axiom
-- technique: 10
noncomputable section

axiom My.Classical.choice : False

theorem goal : 1 = 2 := My.Classical.choice.elim
