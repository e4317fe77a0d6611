-- challenge: maximum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def biggest : List Nat → Nat
  | [] => 0
  | x :: xs => max x (biggest xs)

theorem biggest_le : ∀ (xs : List Nat) (x : Nat), x ∈ xs → x ≤ biggest xs
  | y :: ys, x, h => by
    rw [biggest]
    rcases List.mem_cons.mp h with rfl | h
    · exact Nat.le_max_left _ _
    · exact Nat.le_trans (biggest_le ys x h) (Nat.le_max_right _ _)

theorem biggest_mem : ∀ xs : List Nat, xs ≠ [] → biggest xs ∈ xs
  | [x], _ => by simp [biggest]
  | x :: y :: ys, _ => by
    have ih := biggest_mem (y :: ys) (by simp)
    rw [biggest]
    by_cases h : biggest (y :: ys) ≤ x
    · rw [Nat.max_eq_left h]; simp
    · rw [Nat.max_eq_right (by omega)]; exact List.mem_cons_of_mem _ ih

theorem goal (xs : List Nat) : xs ≠ [] → ∃ m, m ∈ xs ∧ ∀ x, x ∈ xs → x ≤ m :=
  fun h => ⟨biggest xs, biggest_mem xs h, biggest_le xs⟩
