-- challenge: reverse.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def rev {α : Type} : List α → List α
  | [] => []
  | x :: xs => rev xs ++ [x]

theorem goal {α : Type} (xs : List α) : rev (rev xs) = xs := by
  have snoc : ∀ (ys : List α) (y : α), rev (ys ++ [y]) = y :: rev ys := by
    intro ys y
    induction ys with
    | nil => rfl
    | cons z zs ih => simp [rev, ih]
  induction xs with
  | nil => rfl
  | cons x xs ih => rw [rev, snoc, ih]
