-- challenge: gcd.lean
-- expect: incorrect
-- reason:
-- technique: 21
prelude

inductive Nat where
  | zero : Nat
  | succ (n : Nat) : Nat

def Nat.gcd (_ _ : Nat) : Nat := Nat.zero

inductive Eq.{u} {α : Sort u} : α → α → Prop where
  | refl (a : α) : Eq a a

theorem goal : Eq (Nat.gcd Nat.zero Nat.zero) Nat.zero := Eq.refl _
