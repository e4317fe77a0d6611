-- challenge: double.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def double (n : Nat) : Nat := n + n

theorem double_zero : double 0 = 0 := rfl

theorem double_eq (n : Nat) : double n = n + n := by rw [double]

theorem goal (n : Nat) : ∃ k, double n = 2 * k := ⟨n, by rw [double_eq, Nat.two_mul]⟩
