-- challenge: reverse.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def rev {α : Type} : List α → List α
  | [] => []
  | x :: xs => rev xs ++ [x]

theorem goal {α : Type} (xs : List α) : rev (rev xs) = xs :=
  go xs
where
  snoc {α : Type} : ∀ (ys : List α) (y : α), rev (ys ++ [y]) = y :: rev ys
    | [], _ => rfl
    | z :: zs, y => by rw [List.cons_append, rev, snoc zs y, rev]; rfl
  go {α : Type} : ∀ xs : List α, rev (rev xs) = xs
    | [] => rfl
    | x :: xs => by rw [rev, snoc, go xs]
