-- challenge: fermat.lean
-- expect: incorrect
-- reason: statement
-- technique: 30
noncomputable section

theorem goal (a b c n : Nat) (hn : n < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := absurd hn (Nat.lt_irrefl n)
