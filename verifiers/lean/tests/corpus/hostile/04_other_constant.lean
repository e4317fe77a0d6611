-- challenge: collatz.lean
-- expect: incorrect
-- reason: statement
-- technique: 4
noncomputable section

def collatz (n : Nat) : Nat := if n % 2 = 0 then n / 2 else 3 * n + 1

def iterate (f : Nat → Nat) : Nat → Nat → Nat
  | 0, n => n
  | k + 1, n => iterate f k (f n)

theorem goal : ∀ n, 0 < n → ∃ k, iterate collatz k n = iterate collatz k n := fun _ _ => ⟨0, rfl⟩
