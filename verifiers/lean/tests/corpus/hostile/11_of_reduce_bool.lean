-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 11
noncomputable section

theorem goal : 1 = 2 := absurd (Lean.ofReduceBool false true rfl) (by decide)
