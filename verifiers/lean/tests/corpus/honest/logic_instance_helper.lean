-- challenge: logic.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

class Step (p q : Prop) : Prop where
  go : p → q

instance {p : Prop} : Step p p := ⟨id⟩

theorem goal (p q r : Prop) : (p → q) → (q → r) → p → r := fun f g x => g (f (Step.go x))
