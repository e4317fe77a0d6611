-- challenge: small.lean
-- expect: incorrect
-- reason:
-- technique: 13
noncomputable section

set_option debug.skipKernelTC true

theorem cheat : 5 < 5 := by decide +kernel

theorem goal : ∀ n : Nat, n < 5 := fun n => absurd cheat (Nat.lt_irrefl 5)
