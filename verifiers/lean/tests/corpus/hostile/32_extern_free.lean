-- challenge: fermat.lean
-- expect: incorrect|undecided
-- reason:
-- technique: 32
noncomputable section

@[extern "lean_dec_ref_cold"] opaque release : Nat → Unit

#eval release 7

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := sorry
