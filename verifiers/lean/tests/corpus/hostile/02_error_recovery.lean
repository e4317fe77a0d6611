-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 2
noncomputable section

theorem goal : 1 = 2 := by
  first | decide | skip
