noncomputable section

theorem goal : 1 = 2 := by
  sorry
