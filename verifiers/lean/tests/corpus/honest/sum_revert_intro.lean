-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (a b : Nat) : a + b = b + a := by
  revert a b
  intro x y
  exact Nat.add_comm x y
