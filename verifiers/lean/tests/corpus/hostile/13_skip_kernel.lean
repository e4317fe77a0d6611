-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 13
noncomputable section

set_option debug.skipKernelTC true in
theorem goal : 1 = 2 := by decide +kernel
