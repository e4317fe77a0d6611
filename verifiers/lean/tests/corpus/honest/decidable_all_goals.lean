-- challenge: decidable.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal : ∀ p q : Bool, (p && q) = !(!p || !q) := by
  intro p
  cases p
  all_goals (intro q; cases q)
  all_goals rfl
