-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

open Nat in
theorem goal (a b : Nat) : a + b = b + a := by
  rw [Nat.add_comm, ← zero_add (b + a), Nat.zero_add]
