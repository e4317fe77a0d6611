-- challenge: fermat.lean
-- expect: incorrect
-- reason: sorry
-- technique: 17
noncomputable section

#eval show IO Unit from do
  try
    let text ← IO.FS.readFile "/leanlib/../../../../etc/hosts"
    IO.println text
  catch _ => pure ()

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := sorry
