noncomputable section

opaque chosen : Nat

theorem goal : chosen = 0 := by
  sorry
