-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 9
noncomputable section

open Lean Elab Command in
run_cmd liftCoreM (addDecl (.axiomDecl { name := `cheat, levelParams := [], type := mkConst ``False, isUnsafe := false }))

theorem goal : 1 = 2 := cheat.elim
