-- challenge: fermat.lean
-- expect: incorrect
-- reason: sorry
-- technique: 31
noncomputable section

#eval show IO Unit from do
  for path in ["/files/reference.lean", "reference.lean", "/tmp/goal.lean"] do
    try
      IO.println (← IO.FS.readFile path)
    catch _ => pure ()

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := sorry
