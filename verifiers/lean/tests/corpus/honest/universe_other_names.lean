-- challenge: universe.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

universe u v

structure Pair (α : Type u) (β : Type v) where
  first : α
  second : β

namespace Pair

def swap {α : Type u} {β : Type v} (p : Pair α β) : Pair β α := ⟨p.second, p.first⟩

end Pair

theorem goal.{x, y} {α : Type x} {β : Type y} (p : Pair α β) : p.swap.swap = p := rfl
