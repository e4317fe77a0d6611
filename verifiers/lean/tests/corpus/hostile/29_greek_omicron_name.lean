-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: declares no
-- technique: 29
noncomputable section

theorem gοal : 1 = 1 := rfl
