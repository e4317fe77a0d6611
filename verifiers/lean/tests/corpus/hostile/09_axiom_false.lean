-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: axiom
-- technique: 9
noncomputable section

axiom cheat : False

theorem goal : 1 = 2 := cheat.elim
