-- challenge: decidable.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal : ∀ p q : Bool, (p && q) = !(!p || !q)
  | true, true => rfl
  | true, false => rfl
  | false, true => rfl
  | false, false => rfl
