-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 19
noncomputable section

initialize counter : IO.Ref Nat ← IO.mkRef 0

theorem goal : 1 = 2 := sorry
