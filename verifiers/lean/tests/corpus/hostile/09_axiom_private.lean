-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: axiom
-- technique: 9
noncomputable section

private axiom cheat : ∀ p : Prop, p

theorem goal : 1 = 2 := cheat _
