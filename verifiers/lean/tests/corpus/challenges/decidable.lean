noncomputable section

theorem goal : ∀ p q : Bool, (p && q) = !(!p || !q) := by
  sorry
