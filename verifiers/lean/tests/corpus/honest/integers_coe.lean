-- challenge: integers.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (a b : Int) (h : a < b) : 2 * a + 1 ≤ a + b := by
  have key : ∀ x y : Int, x < y → 2 * x + 1 ≤ x + y := by
    intro x y hxy
    omega
  exact key a b h
