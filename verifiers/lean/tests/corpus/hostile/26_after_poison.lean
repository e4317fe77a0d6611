-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 26
noncomputable section

instance (priority := high) stays : OfNat Nat 2 := ⟨1⟩

theorem seen : (2 : Nat) = (1 : Nat) := rfl

theorem goal : 1 = 2 := seen.symm
