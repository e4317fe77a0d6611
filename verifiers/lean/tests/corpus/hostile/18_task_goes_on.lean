-- challenge: fermat.lean
-- expect: incorrect|undecided
-- reason:
-- technique: 18
noncomputable section

#eval show IO Unit from do
  let _ ← IO.asTask (do
    for i in [0:1000000000] do
      if i == 999999999 then IO.println "late")

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := sorry
