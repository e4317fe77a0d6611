-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def mod2 : Setoid Nat := ⟨fun a b => a % 2 = b % 2, ⟨fun _ => rfl, fun h => h.symm, fun h k => h.trans k⟩⟩

theorem classes : (Quotient.mk mod2 1) = Quotient.mk mod2 3 := Quotient.sound (by show 1 % 2 = 3 % 2; rfl)

theorem goal (a b : Nat) : a + b = b + a := Nat.add_comm a b
