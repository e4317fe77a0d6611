-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 25
noncomputable section

theorem goal : 1 = 2 := by
  refine Eq.trans ?a ?b
