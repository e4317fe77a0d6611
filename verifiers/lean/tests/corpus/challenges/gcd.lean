noncomputable section

theorem goal : Nat.gcd 12 18 = 7 := by
  sorry
