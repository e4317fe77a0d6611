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
  sorry
