-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 21
prelude

inductive Nat where
  | zero : Nat
  | succ (n : Nat) : Nat

inductive Eq.{u} {α : Sort u} : α → α → Prop where
  | refl (a : α) : Eq a a

theorem goal : Eq Nat.zero Nat.zero := Eq.refl _
