-- challenge: one_is_two.lean
-- expect: incorrect|undecided
-- reason:
-- technique: 27
noncomputable section

theorem big : (List.replicate 100000000 0).length = 3 := by decide +kernel

theorem goal : 1 = 2 := absurd big (by decide)
