-- challenge: small.lean
-- expect: incorrect
-- reason: statement
-- technique: 4
noncomputable section

theorem goal : ∀ n : Fin 5, n.val < 5 := fun n => n.isLt
