-- challenge: decidable.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal : ∀ p q : Bool, (p && q) = !(!p || !q) := by decide
