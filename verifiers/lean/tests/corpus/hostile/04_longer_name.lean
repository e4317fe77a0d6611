-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: declares no
-- technique: 4
noncomputable section

theorem goal.extra : 1 = 1 := rfl
