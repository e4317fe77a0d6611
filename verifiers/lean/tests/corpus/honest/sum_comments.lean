-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

/- a comment /- nested -/ with sorry in it -/
-- and `sorry` here
theorem goal (a b : Nat) : a + b = b + a := by
  -- no sorry
  omega
