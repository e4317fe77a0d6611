-- challenge: opaque_choice.lean
-- expect: incorrect
-- reason:
-- technique: 28
noncomputable section

opaque chosen : Nat

theorem helper (h : chosen = 0) : chosen = 0 := h

theorem goal : chosen = 0 := helper goal
