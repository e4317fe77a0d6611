-- challenge: odd_double.lean
-- expect: incorrect
-- reason: statement
-- technique: 8
noncomputable section

def double (n : Nat) : Nat := n + 7

theorem goal : ∃ n, double n = 7 := ⟨0, rfl⟩
