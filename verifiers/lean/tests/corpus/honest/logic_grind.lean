-- challenge: logic.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (p q r : Prop) : (p → q) → (q → r) → p → r := by
  grind
