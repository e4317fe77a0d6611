-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 1
noncomputable section

theorem goal : 1 = 2 := sorry
