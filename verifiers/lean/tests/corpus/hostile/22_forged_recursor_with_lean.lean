-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: not allowed
-- technique: 22
import Lean

noncomputable section

open Lean Elab Command in
run_cmd liftCoreM do
  let env ← getEnv
  let some (.recInfo r) := env.find? ``Eq.rec | return
  let r := { r with name := `Forged.rec, k := true, rules := [{ ctor := ``Eq.refl, nfields := 7, rhs := mkConst ``True.intro }] }
  modifyEnv fun env => Kernel.Environment.addDecl env |> fun _ => env

theorem goal : 1 = 2 := sorry
