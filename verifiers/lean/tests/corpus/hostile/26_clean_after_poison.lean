-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 26
noncomputable section

theorem goal : 1 = 2 := by simp
