-- challenge: collatz_27.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def collatz (n : Nat) : Nat := if n % 2 = 0 then n / 2 else 3 * n + 1

def iterate (f : Nat → Nat) : Nat → Nat → Nat
  | 0, n => n
  | k + 1, n => iterate f k (f n)

theorem join (f : Nat → Nat) : ∀ a b n, iterate f (a + b) n = iterate f b (iterate f a n)
  | 0, b, n => by rw [Nat.zero_add]; rfl
  | a + 1, b, n => by rw [Nat.succ_add]; exact join f a b (f n)

theorem goal : iterate collatz 111 27 = 1 := by
  have first : iterate collatz 50 27 = iterate collatz 50 27 := rfl
  exact (join collatz 50 61 27).trans (by decide +kernel)
