-- challenge: parity.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

mutual
  def even : Nat → Bool
    | 0 => true
    | n + 1 => odd n
  def odd : Nat → Bool
    | 0 => false
    | n + 1 => even n
end

theorem goal (n : Nat) : even n = !odd n := by
  induction n with
  | zero => simp [even, odd]
  | succ n ih =>
    rw [even, odd, ih]
    cases odd n <;> rfl
