-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 1
noncomputable section

theorem helper : 1 = 2 := by sorry

theorem goal : 1 = 2 := helper
