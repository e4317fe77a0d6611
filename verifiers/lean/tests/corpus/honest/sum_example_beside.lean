-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

example : 1 + 1 = 2 := rfl

theorem goal (a b : Nat) : a + b = b + a := Nat.add_comm a b

example : 3 + 4 = 4 + 3 := goal 3 4
