-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 14
noncomputable section

open Lean Elab Command in
run_cmd modifyEnv fun env => env.addExtraName `goal

theorem other : True := trivial
