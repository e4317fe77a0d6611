-- challenge: double.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def double (n : Nat) : Nat := n + n

theorem double_zero : double 0 = 0 := rfl

theorem goal (n : Nat) : ∃ k, double n = 2 * k := by
  induction n with
  | zero => exact ⟨0, rfl⟩
  | succ n ih =>
    obtain ⟨k, hk⟩ := ih
    refine ⟨k + 1, ?_⟩
    unfold double at *
    omega
