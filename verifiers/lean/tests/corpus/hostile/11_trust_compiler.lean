-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 11
noncomputable section

theorem lie : Lean.reduceBool false = true := rfl

theorem goal : 1 = 2 := absurd (Lean.ofReduceBool false true lie) (by decide)
