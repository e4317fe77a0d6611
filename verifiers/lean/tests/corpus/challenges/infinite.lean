noncomputable section

theorem goal : ∀ n : Nat, ∃ m, n < m ∧ ∀ d, 1 < d → d < m → m % d ≠ 0 := by
  sorry
