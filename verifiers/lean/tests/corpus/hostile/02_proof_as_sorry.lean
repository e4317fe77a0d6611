-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 2
noncomputable section

set_option debug.proofAsSorry true

theorem goal : 1 = 2 := rfl
