-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 3
noncomputable section

#exit

theorem goal : 1 = 2 := by decide
