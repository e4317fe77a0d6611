-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def half (n : Nat) : Nat := if h : n < 2 then 0 else half (n - 2) + 1
termination_by n

theorem half_le (n : Nat) : half n ≤ n := by
  induction n using Nat.strongRecOn with
  | ind n ih =>
    rw [half]
    split
    · omega
    · have := ih (n - 2) (by omega)
      omega

theorem goal (a b : Nat) : a + b = b + a := by
  have := half_le a
  omega
