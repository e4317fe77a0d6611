-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

inductive Rose where
  | node : List Rose → Rose

theorem goal (a b : Nat) : a + b = b + a := Nat.add_comm a b
