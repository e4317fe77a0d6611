-- challenge: small.lean
-- expect: incorrect
-- reason: statement
-- technique: 5
noncomputable section

theorem goal (n : Nat) (h : n < 5) : n < 5 := h
