-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: not allowed
-- technique: 20
import Lean

noncomputable section

#eval IO.FS.writeBinFile "/tmp/Evil.olean" ⟨#[0x6f, 0x6c, 0x65, 0x61, 0x6e, 2, 0, 0]⟩

open Lean in
run_cmd do
  let env ← importModules #[{ module := `Evil }] {}
  setEnv env

theorem goal : 1 = 2 := sorry
