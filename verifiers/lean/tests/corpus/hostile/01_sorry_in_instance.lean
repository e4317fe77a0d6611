-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 1
noncomputable section

instance hidden : Nonempty (1 = 2) := ⟨sorry⟩

theorem goal : 1 = 2 := Classical.choice hidden
