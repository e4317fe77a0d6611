-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: axiom
-- technique: 10
noncomputable section

axiom «Classical.choice» : False

theorem goal : 1 = 2 := «Classical.choice».elim
