-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 6
noncomputable section

local notation "1" => 2

theorem goal : 1 = 2 := rfl
