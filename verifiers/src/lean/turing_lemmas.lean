namespace Turing

theorem run_add {Q : Type} (M : Machine Q) (m n : Nat) (c : Config Q) :
    run M (m + n) c = run M n (run M m c) := by
  induction m generalizing c with
  | zero => rw [Nat.zero_add]; rfl
  | succ m ih => rw [Nat.succ_add]; exact ih (step M c)

theorem run_halted {Q : Type} (M : Machine Q) (n : Nat) (c : Config Q) (h : c.halted = true) :
    run M n c = c := by
  induction n with
  | zero => rfl
  | succ n ih =>
    have same : step M c = c := by
      match c, h with
      | ⟨none, _, _, _⟩, _ => rfl
    exact (congrArg (run M n) same).trans ih

theorem not_halted_before {Q : Type} (M : Machine Q) (m n : Nat) (c : Config Q) (hm : m ≤ n)
    (h : (run M n c).halted = false) : (run M m c).halted = false := by
  obtain ⟨k, rfl⟩ := Nat.exists_eq_add_of_le hm
  rw [run_add] at h
  cases hc : (run M m c).halted with
  | false => rfl
  | true =>
    rw [run_halted M k _ hc, hc] at h
    exact h

theorem never_halts_of {Q : Type} (M : Machine Q) (P : Config Q → Prop) (a p : Nat) (hp : 0 < p)
    (begins : P (run M a M.init)) (again : ∀ c, P c → P (run M p c))
    (runs : ∀ c, P c → c.halted = false) : NeverHalts M := by
  have holds : ∀ k, P (run M (a + p * k) M.init) := by
    intro k
    induction k with
    | zero => exact begins
    | succ k ih => rw [Nat.mul_succ, ← Nat.add_assoc, run_add]; exact again _ ih
  intro n
  apply not_halted_before M n (a + p * n) _ _ (runs _ (holds n))
  exact Nat.le_trans (Nat.le_mul_of_pos_left n hp) (Nat.le_add_left _ _)

/-- More cells at one end of the tape that is written down. -/
def Config.grow {Q : Type} (c : Config Q) (side : Dir) (cells : List Nat) : Config Q :=
  match side with
  | Dir.L => ⟨c.state, c.left ++ cells, c.head, c.right⟩
  | Dir.R => ⟨c.state, c.left, c.head, c.right ++ cells⟩

/-- Whether so many steps don't go beyond that end. -/
def stays {Q : Type} (M : Machine Q) (side : Dir) : Nat → Config Q → Bool
  | 0, _ => true
  | n + 1, c =>
    match c.state with
    | none => false
    | some q =>
      match (M.table q c.head).move, side, c.left, c.right with
      | Dir.L, Dir.L, [], _ => false
      | Dir.R, Dir.R, _, [] => false
      | _, _, _, _ => stays M side n (step M c)

theorem run_grow {Q : Type} (M : Machine Q) (side : Dir) (cells : List Nat) (n : Nat) (c : Config Q)
    (h : stays M side n c = true) : run M n (c.grow side cells) = (run M n c).grow side cells := by
  induction n generalizing c with
  | zero => rfl
  | succ n ih =>
    have one : step M (c.grow side cells) = (step M c).grow side cells ∧
        stays M side n (step M c) = true := by
      match c, side with
      | ⟨none, _, _, _⟩, _ => simp [stays] at h
      | ⟨some q, left, head, right⟩, side =>
        simp only [stays] at h
        cases hm : M.table q head with
        | mk write move next =>
          cases move <;> cases side <;> cases left <;> cases right <;>
            simp_all [step, Config.grow, near, beyond]
    show run M n (step M (c.grow side cells)) = (run M n (step M c)).grow side cells
    rw [one.1]
    exact ih _ one.2

theorem grow_grow {Q : Type} (c : Config Q) (side : Dir) (one two : List Nat) :
    (c.grow side one).grow side two = c.grow side (one ++ two) := by
  cases side <;> simp [Config.grow]

theorem never_halts_grown {Q : Type} (M : Machine Q) (side : Dir) (a p : Nat) (hp : 0 < p)
    (c : Config Q) (before more : List Nat) (begins : run M a M.init = c.grow side before)
    (inside : stays M side p c = true) (again : run M p c = c.grow side more)
    (runs : c.halted = false) : NeverHalts M := by
  apply never_halts_of M (fun d => ∃ cells, d = c.grow side cells) a p hp
  · exact ⟨before, begins⟩
  · intro d ⟨cells, h⟩
    rw [h, run_grow M side cells p c inside, again, grow_grow]
    exact ⟨_, rfl⟩
  · intro d ⟨cells, h⟩
    rw [h]
    cases side <;> exact runs

theorem never_halts_repeated {Q : Type} (M : Machine Q) (a p : Nat) (hp : 0 < p)
    (again : run M (a + p) M.init = run M a M.init)
    (runs : (run M a M.init).halted = false) : NeverHalts M := by
  apply never_halts_of M (fun d => d = run M a M.init) a p hp rfl
  · intro d h
    rw [h, ← run_add, again]
  · intro d h
    rw [h, runs]

end Turing
