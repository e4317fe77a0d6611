-- challenge: fermat.lean
-- expect: incorrect
-- reason: statement
-- technique: 4
noncomputable section

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n ∨ True := Or.inr trivial
