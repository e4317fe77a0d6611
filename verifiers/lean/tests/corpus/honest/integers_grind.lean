-- challenge: integers.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (a b : Int) (h : a < b) : 2 * a + 1 ≤ a + b := by
  grind
