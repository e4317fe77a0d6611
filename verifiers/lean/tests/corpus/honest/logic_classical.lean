-- challenge: logic.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (p q r : Prop) : (p → q) → (q → r) → p → r := by
  intro hpq hqr hp
  exact Classical.byContradiction fun h => h (hqr (hpq hp))
