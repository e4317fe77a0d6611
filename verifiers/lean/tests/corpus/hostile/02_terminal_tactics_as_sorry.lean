-- challenge: fermat.lean
-- expect: incorrect
-- reason:
-- technique: 2
noncomputable section

set_option debug.terminalTacticsAsSorry true

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := by
  omega
