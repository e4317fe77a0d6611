-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 9
noncomputable section

unsafe def loop : 1 = 2 := loop

@[implemented_by loop] opaque hidden : 1 = 2

theorem goal : 1 = 2 := hidden
