-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

structure Commutes (f : Nat → Nat → Nat) : Prop where
  swap : ∀ a b, f a b = f b a

theorem add_commutes : Commutes (· + ·) where
  swap := Nat.add_comm

theorem goal (a b : Nat) : a + b = b + a := add_commutes.swap a b
