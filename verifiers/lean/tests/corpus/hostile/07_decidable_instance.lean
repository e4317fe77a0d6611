-- challenge: small.lean
-- expect: incorrect
-- reason:
-- technique: 7
noncomputable section

instance (priority := 5000) cheat (n : Nat) : Decidable (n < 5) := isTrue (by sorry)

theorem goal : ∀ n : Nat, n < 5 := fun n => of_decide_eq_true rfl
