-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
theorem goal (a b : Nat) : a + b = b + a := Nat.add_comm a b
