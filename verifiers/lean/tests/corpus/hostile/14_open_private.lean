-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 14
noncomputable section

open private Lean.Environment.mk from Lean.Environment

theorem goal : 1 = 2 := by decide
