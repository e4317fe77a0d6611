-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 15
noncomputable section

open Lean Elab Command in
elab_rules : command
  | `(theorem $n:ident : 1 = 2 := $v) => elabCommand (← `(theorem $n:ident : 1 = 1 := rfl))

theorem goal : 1 = 2 := cheat
