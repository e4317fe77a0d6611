-- challenge: infinite.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def fact : Nat → Nat
  | 0 => 1
  | n + 1 => (n + 1) * fact n

theorem fact_pos : ∀ n, 0 < fact n
  | 0 => by simp [fact]
  | n + 1 => Nat.mul_pos (Nat.succ_pos n) (fact_pos n)

theorem dvd_fact : ∀ n d, 0 < d → d ≤ n → d ∣ fact n
  | 0, d, h, k => by omega
  | n + 1, d, h, k => by
    by_cases e : d = n + 1
    · subst e; exact Nat.dvd_mul_right _ _
    · exact Nat.dvd_trans (dvd_fact n d h (by omega)) (Nat.dvd_mul_left _ _)

/-- The least divisor beyond 1. -/
theorem least (m : Nat) (h : 1 < m) : ∃ p, 1 < p ∧ p ∣ m ∧ ∀ d, 1 < d → d < p → ¬ d ∣ p := by
  induction m using Nat.strongRecOn with
  | ind m ih =>
    by_cases c : ∃ d, 1 < d ∧ d < m ∧ d ∣ m
    · obtain ⟨d, h1, h2, h3⟩ := c
      obtain ⟨p, p1, p2, p3⟩ := ih d h2 h1
      exact ⟨p, p1, Nat.dvd_trans p2 h3, p3⟩
    · refine ⟨m, h, Nat.dvd_refl m, ?_⟩
      intro d h1 h2 h3
      exact c ⟨d, h1, h2, h3⟩

theorem goal : ∀ n : Nat, ∃ m, n < m ∧ ∀ d, 1 < d → d < m → m % d ≠ 0 := by
  intro n
  obtain ⟨p, h1, h2, h3⟩ := least (fact n + 1) (by have := fact_pos n; omega)
  refine ⟨p, ?_, ?_⟩
  · apply Nat.lt_of_not_le
    intro h
    have h4 := dvd_fact n p (by omega) h
    have h5 : p ∣ 1 := (Nat.dvd_add_right h4).mp h2
    have := Nat.le_of_dvd (by decide) h5
    omega
  · intro d d1 d2 e
    exact h3 d d1 d2 (Nat.dvd_of_mod_eq_zero e)
