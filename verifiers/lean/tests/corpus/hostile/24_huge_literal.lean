-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 24
noncomputable section

theorem cheat : 2 ^ 1000000 % 3 = 2 := by decide +kernel

theorem goal : 1 = 2 := absurd cheat (by decide +kernel)
