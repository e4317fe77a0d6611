-- challenge: collatz.lean
-- expect: incorrect
-- reason: sorry
-- technique: 31
noncomputable section

def collatz (n : Nat) : Nat := if n % 2 = 0 then n / 2 else 3 * n + 1

def iterate (f : Nat → Nat) : Nat → Nat → Nat
  | 0, n => n
  | k + 1, n => iterate f k (f n)

#eval show IO Unit from do
  for name in ["REFERENCE", "TRIBUNAL_HOME", "HOME", "LEAN_PATH"] do
    IO.println s!"{name} = {(← IO.getEnv name).getD ""}"

theorem goal : ∀ n, 0 < n → ∃ k, iterate collatz k n = 1 := sorry
