-- challenge: small.lean
-- expect: incorrect
-- reason:
-- technique: 6
noncomputable section

local notation "Nat" => Fin 5

theorem goal : ∀ n : Nat, n < 5 := fun n => n.isLt
