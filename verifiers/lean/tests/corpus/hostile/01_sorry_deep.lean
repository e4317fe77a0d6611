-- challenge: collatz.lean
-- expect: incorrect
-- reason: sorry
-- technique: 1
noncomputable section

def collatz (n : Nat) : Nat := if n % 2 = 0 then n / 2 else 3 * n + 1

def iterate (f : Nat → Nat) : Nat → Nat → Nat
  | 0, n => n
  | k + 1, n => iterate f k (f n)

def data : { n : Nat // ∀ m, 0 < m → ∃ k, iterate collatz k m = 1 } := ⟨0, sorry⟩

theorem goal : ∀ n, 0 < n → ∃ k, iterate collatz k n = 1 := data.2
