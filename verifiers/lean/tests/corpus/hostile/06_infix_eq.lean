-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 6
noncomputable section

local infix:50 " = " => fun (_ _ : Nat) => True

theorem goal : 1 = 2 := trivial
