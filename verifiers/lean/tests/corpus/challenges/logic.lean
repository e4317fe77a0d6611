noncomputable section

theorem goal (p q r : Prop) : (p → q) → (q → r) → p → r := by
  sorry
