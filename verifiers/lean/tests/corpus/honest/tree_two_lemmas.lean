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

theorem mirror_mirror {α : Type} (t : Tree α) : mirror (mirror t) = t := by
  induction t with
  | leaf => rfl
  | node l x r hl hr => simp [mirror, hl, hr]

theorem size_mirror {α : Type} (t : Tree α) : size (mirror t) = size t := by
  induction t with
  | leaf => rfl
  | node l x r hl hr => simp only [mirror, size, hl, hr]; omega

theorem goal {α : Type} (t : Tree α) : mirror (mirror t) = t ∧ size (mirror t) = size t := ⟨mirror_mirror t, size_mirror t⟩
