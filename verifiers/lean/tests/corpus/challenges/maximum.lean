noncomputable section

theorem goal (xs : List Nat) : xs ≠ [] → ∃ m, m ∈ xs ∧ ∀ x, x ∈ xs → x ≤ m := by
  sorry
