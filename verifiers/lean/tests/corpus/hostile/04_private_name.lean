-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 4
noncomputable section

private theorem goal : 1 = 2 → 1 = 2 := id
