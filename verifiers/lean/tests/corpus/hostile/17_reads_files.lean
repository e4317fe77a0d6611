-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 17
noncomputable section

#eval show IO Unit from do
  let text ← IO.FS.readFile "/etc/passwd"
  IO.println text

theorem goal : 1 = 2 := sorry
