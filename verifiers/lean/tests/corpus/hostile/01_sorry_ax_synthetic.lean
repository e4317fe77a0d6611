-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 1
noncomputable section

theorem goal : 1 = 2 := sorryAx (1 = 2) true
