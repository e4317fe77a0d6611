-- challenge: double.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def double (n : Nat) : Nat := n + n

theorem double_zero : double 0 = 0 := rfl

theorem goal (n : Nat) : ∃ k, double n = 2 * k := Exists.intro n (show n + n = 2 * n from (Nat.two_mul n).symm)
