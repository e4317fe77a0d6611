-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

open Nat (succ) in
theorem goal (a b : Nat) : a + b = b + a := by
  have : succ a = a + 1 := rfl
  omega
