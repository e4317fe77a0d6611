-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem «größer als λ» (α β : Nat) : α + β = β + α := Nat.add_comm α β

theorem goal (a b : Nat) : a + b = b + a := «größer als λ» a b
