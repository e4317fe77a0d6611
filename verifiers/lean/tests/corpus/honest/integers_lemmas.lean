-- challenge: integers.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (a b : Int) (h : a < b) : 2 * a + 1 ≤ a + b := by
  have h1 : a + 1 ≤ b := h
  have h2 : a + (a + 1) ≤ a + b := Int.add_le_add_left h1 a
  rw [Int.two_mul, Int.add_assoc]
  exact h2
