-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 19
noncomputable section

builtin_initialize
  IO.println "started"

theorem goal : 1 = 2 := sorry
