-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 17
noncomputable section

#eval show IO Unit from do
  try
    let text ← IO.FS.readFile "/etc/passwd"
    IO.println text
  catch _ => pure ()

theorem goal : 1 = 2 := sorry
