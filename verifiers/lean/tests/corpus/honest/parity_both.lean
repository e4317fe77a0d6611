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

theorem both (n : Nat) : (even n = !odd n) ∧ (odd n = !even n) := by
  induction n with
  | zero => simp [even, odd]
  | succ n ih =>
    constructor
    · rw [even, odd, ih.2]
    · rw [odd, even, ih.1]

theorem goal (n : Nat) : even n = !odd n := (both n).1
