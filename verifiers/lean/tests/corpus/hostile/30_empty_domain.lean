-- challenge: small.lean
-- expect: incorrect
-- reason: statement
-- technique: 30
noncomputable section

theorem goal : ∀ n : Fin 0, n.val < 5 := fun n => n.elim0
