-- challenge: odd_double.lean
-- expect: incorrect
-- reason: statement
-- technique: 29
noncomputable section

def double (n : Nat) : Nat := n + n

def dοuble (_ : Nat) : Nat := 7

theorem goal : ∃ n, dοuble n = 7 := ⟨0, rfl⟩
