-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 15
noncomputable section

macro_rules
  | `(command| theorem $n:ident : $t := $v) => `(command| theorem $n:ident : True := trivial)

theorem goal : 1 = 2 := cheat
