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

mutual
  theorem even_not : ∀ n, even n = !odd n
    | 0 => by simp [even, odd]
    | n + 1 => by rw [even, odd, odd_not n]
  theorem odd_not : ∀ n, odd n = !even n
    | 0 => by simp [even, odd]
    | n + 1 => by rw [odd, even, even_not n]
end

theorem goal (n : Nat) : even n = !odd n := even_not n
