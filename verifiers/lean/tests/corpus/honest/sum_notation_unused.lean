-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

local notation "⟪" a "⟫" => Nat.succ a

theorem shown (a : Nat) : ⟪a⟫ = a + 1 := rfl

theorem goal (a b : Nat) : a + b = b + a := Nat.add_comm a b
