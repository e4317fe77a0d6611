-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 29
noncomputable section

theorem goal : 1 = １ := rfl
