-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 2
noncomputable section

set_option debug.byAsSorry true in
theorem goal : 1 = 2 := by decide
