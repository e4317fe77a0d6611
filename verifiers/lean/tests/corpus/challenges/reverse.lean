noncomputable section

def rev {α : Type} : List α → List α
  | [] => []
  | x :: xs => rev xs ++ [x]

theorem goal {α : Type} (xs : List α) : rev (rev xs) = xs := by
  sorry
