-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: not allowed
-- technique: 14
import Lean

noncomputable section

open Lean Elab Command in
run_cmd modifyEnv fun env => env.addExtraName `goal

theorem other : True := trivial
