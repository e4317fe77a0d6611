-- challenge: reverse.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def rev {α : Type} : List α → List α
  | [] => []
  | x :: xs => rev xs ++ [x]

theorem rev_eq {α : Type} (xs : List α) : rev xs = xs.reverse := by
  induction xs with
  | nil => rfl
  | cons x xs ih => simp [rev, ih]

theorem goal {α : Type} (xs : List α) : rev (rev xs) = xs := by
  rw [rev_eq, rev_eq, List.reverse_reverse]
