-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (a b : Nat) : a + b = b + a :=
  let f := fun x y : Nat => Nat.add_comm x y
  f a b
