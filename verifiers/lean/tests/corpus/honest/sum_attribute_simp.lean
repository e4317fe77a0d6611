-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

@[simp] theorem reorder (a b : Nat) : (a + b = b + a) = True := by
  simp [Nat.add_comm]

theorem goal (a b : Nat) : a + b = b + a := by
  simp
