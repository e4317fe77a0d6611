-- challenge: fermat.lean
-- expect: incorrect|undecided
-- reason:
-- technique: 27
noncomputable section

set_option maxHeartbeats 0 in
set_option maxRecDepth 10000000 in
theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := by
  induction n generalizing a b c <;> simp_all <;> omega
