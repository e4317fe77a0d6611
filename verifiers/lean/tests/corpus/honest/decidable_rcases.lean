-- challenge: decidable.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal : ∀ p q : Bool, (p && q) = !(!p || !q) := by
  intro p q
  rcases p with _ | _ <;> rcases q with _ | _ <;> rfl
