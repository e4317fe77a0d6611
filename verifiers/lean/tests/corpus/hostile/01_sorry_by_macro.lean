-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 1
noncomputable section

macro "finish" : tactic => `(tactic| sorry)

theorem goal : 1 = 2 := by finish
