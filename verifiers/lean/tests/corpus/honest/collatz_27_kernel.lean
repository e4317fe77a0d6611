-- challenge: collatz_27.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def collatz (n : Nat) : Nat := if n % 2 = 0 then n / 2 else 3 * n + 1

def iterate (f : Nat → Nat) : Nat → Nat → Nat
  | 0, n => n
  | k + 1, n => iterate f k (f n)

theorem goal : iterate collatz 111 27 = 1 := by
  decide +kernel
