-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: axiom
-- technique: 15
noncomputable section

syntax (name := calm) (priority := 5000) "#print" "axioms" ident : command
macro_rules (kind := calm) | `(#print axioms $i) => `(#check True)

axiom cheat : False

theorem goal : 1 = 2 := cheat.elim

#print axioms goal
