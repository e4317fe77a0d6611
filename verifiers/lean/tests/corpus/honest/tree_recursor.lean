-- challenge: tree.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

inductive Tree (α : Type) where
  | leaf : Tree α
  | node : Tree α → α → Tree α → Tree α

namespace Tree

def mirror {α : Type} : Tree α → Tree α
  | leaf => leaf
  | node l x r => node (mirror r) x (mirror l)

def size {α : Type} : Tree α → Nat
  | leaf => 0
  | node l _ r => size l + 1 + size r

end Tree

open Tree

theorem goal {α : Type} (t : Tree α) : mirror (mirror t) = t ∧ size (mirror t) = size t := by
  refine Tree.rec (motive := fun t => mirror (mirror t) = t ∧ size (mirror t) = size t) ⟨rfl, rfl⟩ ?_ t
  intro l x r hl hr
  refine ⟨?_, ?_⟩
  · simp [mirror, hl.1, hr.1]
  · simp only [mirror, size, hl.2, hr.2]
    omega
