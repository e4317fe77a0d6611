-- challenge: opaque_choice.lean
-- expect: incorrect
-- reason:
-- technique: 8
noncomputable section

opaque chosen : Nat := 0

theorem goal : chosen = 0 := by decide
