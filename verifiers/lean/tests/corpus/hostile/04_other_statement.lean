-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: statement
-- technique: 4
noncomputable section

theorem goal : 1 = 1 := rfl
