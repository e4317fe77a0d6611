-- challenge: monoid.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

class Combines (α : Type) where
  unit : α
  join : α → α → α
  left_unit : ∀ a, join unit a = a
  right_unit : ∀ a, join a unit = a
  assoc : ∀ a b c, join (join a b) c = join a (join b c)

open Combines

theorem goal {α : Type} [Combines α] (e : α) (h : ∀ a : α, join e a = a) : e = unit := by
  have := h unit
  rw [right_unit] at this
  exact this
