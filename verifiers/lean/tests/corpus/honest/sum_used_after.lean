-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (a b : Nat) : a + b = b + a := Nat.add_comm a b

theorem more (a b c : Nat) : a + b + c = b + a + c := by rw [goal a b]
