-- challenge: fermat.lean
-- expect: incorrect
-- reason: sorry
-- technique: 17
noncomputable section

#eval show IO Unit from do
  for entry in ← System.FilePath.readDir "/" do
    IO.println s!"{entry.path}"

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := sorry
