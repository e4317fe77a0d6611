-- challenge: square.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (a b : Nat) : (a + b) * (a + b) = a * a + 2 * (a * b) + b * b := by
  suffices h : (a + b) * (a + b) = a * a + a * b + (b * a + b * b) by
    rw [h, Nat.mul_comm b a]
    omega
  rw [Nat.add_mul, Nat.mul_add, Nat.mul_add]
