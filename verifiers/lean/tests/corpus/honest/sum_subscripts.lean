-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem h₁' (x₀ x₁ : Nat) : x₀ + x₁ = x₁ + x₀ := by omega

theorem goal (a b : Nat) : a + b = b + a := h₁' a b
