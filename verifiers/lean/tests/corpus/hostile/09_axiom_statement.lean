-- challenge: fermat.lean
-- expect: incorrect
-- reason: axiom
-- technique: 9
noncomputable section

axiom fermat (a b c n : Nat) (hn : 2 < n) : 0 < a → 0 < b → a ^ n + b ^ n ≠ c ^ n

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := fermat a b c n hn ha hb
