-- challenge: small.lean
-- expect: incorrect
-- reason: statement
-- technique: 8
noncomputable section

inductive Number where
  | zero
open Number in
instance : LT Number := ⟨fun _ _ => True⟩
instance (n : Nat) : OfNat Number n := ⟨Number.zero⟩

theorem goal : ∀ n : Number, n < (5 : Number) := fun _ => trivial
