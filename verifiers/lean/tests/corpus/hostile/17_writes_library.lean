-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 17
noncomputable section

#eval show IO Unit from do
  try IO.FS.writeFile "/leanlib/Init.olean" "nothing"
  catch _ => pure ()

theorem goal : 1 = 2 := sorry
