-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 13
noncomputable section

open Lean Elab Command in
run_cmd liftCoreM do
  let env ← getEnv
  match env.addDeclWithoutChecking (.thmDecl { name := `cheat, levelParams := [], type := mkConst ``False, value := mkConst ``True.intro }) with
  | .ok env => setEnv env
  | .error _ => pure ()

theorem goal : 1 = 2 := cheat.elim
