-- challenge: fermat.lean
-- expect: incorrect
-- reason: statement
-- technique: 5
noncomputable section

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) (h : a ^ n + b ^ n ≠ c ^ n) : a ^ n + b ^ n ≠ c ^ n := h
