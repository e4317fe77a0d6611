-- challenge: logic.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

variable (p q r : Prop)

theorem compose (f : p → q) (g : q → r) : p → r := fun x => g (f x)

theorem goal : (p → q) → (q → r) → p → r := compose p q r
