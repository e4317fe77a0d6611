-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 20
noncomputable section

open Lean in
#eval show IO Unit from do
  IO.FS.writeFile "/tmp/Evil.olean" "olean"
  let (data, _) ← readModuleData "/tmp/Evil.olean"
  IO.println s!"{data.constNames.size}"

theorem goal : 1 = 2 := sorry
