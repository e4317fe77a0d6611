-- challenge: fermat.lean
-- expect: incorrect
-- reason: sorry
-- technique: 16
noncomputable section

#eval show IO Unit from do
  IO.eprintln "PASS"
  (← IO.getStdout).putStrLn "kernel replay: OK"

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := sorry
