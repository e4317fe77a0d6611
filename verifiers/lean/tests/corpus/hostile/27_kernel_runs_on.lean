-- challenge: collatz.lean
-- expect: incorrect|undecided
-- reason:
-- technique: 27
noncomputable section

def collatz (n : Nat) : Nat := if n % 2 = 0 then n / 2 else 3 * n + 1

def iterate (f : Nat → Nat) : Nat → Nat → Nat
  | 0, n => n
  | k + 1, n => iterate f k (f n)

theorem long : iterate collatz 100000000 27 = 1 := by decide +kernel

theorem goal : ∀ n, 0 < n → ∃ k, iterate collatz k n = 1 := fun _ _ => ⟨100000000, absurd long (by decide)⟩
