-- challenge: maximum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (xs : List Nat) : xs ≠ [] → ∃ m, m ∈ xs ∧ ∀ x, x ∈ xs → x ≤ m := by
  induction xs with
  | nil => intro h; exact absurd rfl h
  | cons x xs ih =>
    intro _
    by_cases hx : xs = []
    · subst hx
      exact ⟨x, by simp, by simp⟩
    · obtain ⟨m, hm, hle⟩ := ih hx
      by_cases h : m ≤ x
      · refine ⟨x, by simp, ?_⟩
        intro y hy
        rcases List.mem_cons.mp hy with rfl | hy
        · exact Nat.le_refl _
        · exact Nat.le_trans (hle y hy) h
      · refine ⟨m, List.mem_cons_of_mem _ hm, ?_⟩
        intro y hy
        rcases List.mem_cons.mp hy with rfl | hy
        · omega
        · exact hle y hy
