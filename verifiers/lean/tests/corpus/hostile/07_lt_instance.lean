-- challenge: small.lean
-- expect: incorrect
-- reason:
-- technique: 7
noncomputable section

instance (priority := 2000) cheat : LT Nat := ⟨fun _ _ => True⟩

theorem goal : ∀ n : Nat, n < 5 := fun _ => trivial
