-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: missing
-- technique: 4
noncomputable section

theorem goal.extra : 1 = 1 := rfl
