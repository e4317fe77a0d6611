-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: statement
-- technique: 6
noncomputable section

local macro "claim" : term => `(1 = 1)

theorem goal : claim := rfl
