-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: axiom
-- technique: 9
noncomputable section

axiom goal : 1 = 2
