-- challenge: decidable.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal : ∀ p q : Bool, (p && q) = !(!p || !q) := fun p q =>
  match p, q with
  | true, true | true, false | false, true | false, false => rfl
