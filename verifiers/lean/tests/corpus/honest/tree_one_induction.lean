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
  induction t with
  | leaf => exact ⟨rfl, rfl⟩
  | node l x r hl hr =>
    obtain ⟨hl, sl⟩ := hl
    obtain ⟨hr, sr⟩ := hr
    constructor
    · simp only [mirror, hl, hr]
    · simp only [mirror, size, sl, sr]
      omega
