-- challenge: fermat.lean
-- expect: incorrect|undecided
-- reason:
-- technique: 26
noncomputable section

initialize memory : IO.Ref (List String) ← IO.mkRef []

#eval memory.modify ("was here" :: ·)

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := sorry
