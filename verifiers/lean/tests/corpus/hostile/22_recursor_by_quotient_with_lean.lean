-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: not allowed
-- technique: 22
import Lean

noncomputable section

open Lean Elab Command in
run_cmd liftCoreM do
  match (← getEnv).addDeclWithoutChecking (.inductDecl [] 0 [{ name := `Forged, type := mkSort levelZero, ctors := [{ name := `Forged.mk, type := mkConst ``False }] }] false) with
  | .ok env => setEnv env
  | .error _ => pure ()

theorem goal : 1 = 2 := sorry
