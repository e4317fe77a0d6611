-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
import Init

theorem goal (a b : Nat) : a + b = b + a := Nat.add_comm a b
