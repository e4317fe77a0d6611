-- challenge: square.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (a b : Nat) : (a + b) * (a + b) = a * a + 2 * (a * b) + b * b := by
  have h : (a + b) * (a + b) = a * a + a * b + (a * b + b * b) := by
    rw [Nat.add_mul, Nat.mul_add, Nat.mul_add, Nat.mul_comm b a]
  rw [h]
  generalize a * b = c
  omega
