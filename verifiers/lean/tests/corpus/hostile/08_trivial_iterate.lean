-- challenge: collatz.lean
-- expect: incorrect
-- reason: statement
-- technique: 8
noncomputable section

def collatz (_ : Nat) : Nat := 1

def iterate (f : Nat → Nat) : Nat → Nat → Nat
  | 0, n => n
  | k + 1, n => iterate f k (f n)

theorem goal : ∀ n, 0 < n → ∃ k, iterate collatz k n = 1 := fun _ _ => ⟨1, rfl⟩
