-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (a b : Nat) : a + b = b + a := by
  exact Nat.add_comm a b
