-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (x y : Nat) : x + y = y + x := Nat.add_comm x y
