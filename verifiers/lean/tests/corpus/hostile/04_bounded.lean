-- challenge: small.lean
-- expect: incorrect
-- reason: statement
-- technique: 4
noncomputable section

theorem goal : ∀ n : Nat, n < 3 → n < 5 := by omega
