-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 7
noncomputable section

instance (priority := 2000) cheat : OfNat Nat 2 := ⟨1⟩

theorem goal : 1 = 2 := rfl
