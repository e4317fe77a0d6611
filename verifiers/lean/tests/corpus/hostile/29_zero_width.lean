-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: declares no
-- technique: 29
noncomputable section

theorem «go​al» : 1 = 1 := rfl
