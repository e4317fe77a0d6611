-- challenge: logic.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

universe u

def chain {α β γ : Sort u} (f : α → β) (g : β → γ) (x : α) : γ := g (f x)

theorem goal (p q r : Prop) : (p → q) → (q → r) → p → r := chain
