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

theorem Pair.same {α : Type u} {β : Type v} (p q : Pair α β) (h : p.first = q.first) (k : p.second = q.second) : p = q := by
  cases p; cases q; simp_all

theorem goal {α : Type u} {β : Type v} (p : Pair α β) : p.swap.swap = p := Pair.same _ _ rfl rfl
