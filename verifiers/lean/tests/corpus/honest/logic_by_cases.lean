-- challenge: logic.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (p q r : Prop) : (p → q) → (q → r) → p → r := by
  intro hpq hqr hp
  by_cases h : r
  · exact h
  · exact absurd (hqr (hpq hp)) h
