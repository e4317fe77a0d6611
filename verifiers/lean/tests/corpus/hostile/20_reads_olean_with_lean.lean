-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: not allowed
-- technique: 20
import Lean

noncomputable section

open Lean in
#eval show IO Unit from do
  IO.FS.writeFile "/tmp/Evil.olean" "olean"
  let (data, _) ← readModuleData "/tmp/Evil.olean"
  IO.println s!"{data.constNames.size}"

theorem goal : 1 = 2 := sorry
