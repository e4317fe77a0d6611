-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 18
noncomputable section

#eval show IO Unit from do
  let child ← IO.Process.spawn { cmd := "/bin/sh", args := #["-c", "sleep 1; echo changed"] }
  IO.println s!"{child.pid}"

theorem goal : 1 = 2 := sorry
