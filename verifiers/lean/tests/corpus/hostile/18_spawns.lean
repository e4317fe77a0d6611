-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 18
noncomputable section

#eval show IO Unit from do
  try
    let _ ← IO.Process.spawn { cmd := "/bin/sh", args := #["-c", "sleep 1; echo changed"] }
  catch _ => pure ()

theorem goal : 1 = 2 := sorry
