-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: axiom
-- technique: 9
noncomputable section

axiom cheat : False
opaque hidden : PLift (1 = 2) := ⟨cheat.elim⟩

theorem goal : 1 = 2 := hidden.down
