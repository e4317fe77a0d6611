noncomputable section

universe u v

structure Pair (α : Type u) (β : Type v) where
  first : α
  second : β

namespace Pair

def swap {α : Type u} {β : Type v} (p : Pair α β) : Pair β α := ⟨p.second, p.first⟩

end Pair

theorem goal {α : Type u} {β : Type v} (p : Pair α β) : p.swap.swap = p := by
  sorry
