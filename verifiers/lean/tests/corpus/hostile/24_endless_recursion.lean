-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 24
noncomputable section

theorem cheat (n : Nat) : 1 = 2 := cheat (n + 1)
termination_by n

theorem goal : 1 = 2 := cheat 0
