-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: statement
-- technique: 5
noncomputable section

theorem goal (h : 1 = 2 := by decide) : 1 = 2 := h
