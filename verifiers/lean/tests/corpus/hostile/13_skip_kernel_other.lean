-- challenge: collatz_27.lean
-- expect: incorrect
-- reason:
-- technique: 13
noncomputable section

def collatz (n : Nat) : Nat := if n % 2 = 0 then n / 2 else 3 * n + 1

def iterate (f : Nat → Nat) : Nat → Nat → Nat
  | 0, n => n
  | k + 1, n => iterate f k (f n)

set_option debug.skipKernelTC true in
theorem cheat : iterate collatz 5 27 = 1 := by decide +kernel

theorem no : iterate collatz 5 27 ≠ 1 := by decide +kernel

theorem goal : iterate collatz 111 27 = 1 := absurd cheat no
