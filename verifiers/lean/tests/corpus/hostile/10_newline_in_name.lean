-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: axiom
-- technique: 10
noncomputable section

axiom «propext\nQuot.sound» : False

theorem goal : 1 = 2 := «propext\nQuot.sound».elim
