-- challenge: fermat.lean
-- expect: incorrect
-- reason:
-- technique: 25
noncomputable section

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := by
  any_goals skip
  all_goals try omega
