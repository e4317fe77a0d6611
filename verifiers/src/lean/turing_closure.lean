namespace Turing

/-- Whether it is in the list. -/
def has {α : Type} [DecidableEq α] (x : α) : List α → Bool
  | [] => false
  | y :: l => if x = y then true else has x l

/-- Whether all of the list are so. -/
def every {α : Type} (p : α → Bool) : List α → Bool
  | [] => true
  | x :: l => p x && every p l

theorem every_has {α : Type} [DecidableEq α] {p : α → Bool} {x : α} {l : List α}
    (h : every p l = true) (hx : has x l = true) : p x = true := by
  induction l with
  | nil => exact absurd hx (by simp [has])
  | cons y l ih =>
    simp only [every, Bool.and_eq_true] at h
    simp only [has] at hx
    split at hx
    · next e => exact e ▸ h.1
    · exact ih h.2 hx

/-- The `n` nearest cells of a half of the tape. -/
def window : Nat → List Nat → List Nat
  | 0, _ => []
  | n + 1, l => near l :: window n (beyond l)

/-- A half of the tape without its nearest cells. -/
def behind : Nat → List Nat → List Nat
  | 0, l => l
  | k + 1, l => behind k (beyond l)

/-- A list without its last element. -/
def front : List Nat → List Nat
  | [] => []
  | [_] => []
  | x :: y :: l => x :: front (y :: l)

theorem front_window (n : Nat) (l : List Nat) : front (window (n + 1) l) = window n l := by
  induction n generalizing l with
  | zero => rfl
  | succ n ih => exact congrArg (near l :: ·) (ih (beyond l))

theorem behind_nil (k : Nat) : behind k [] = [] := by
  induction k with
  | zero => rfl
  | succ k ih => exact ih

/-- Whether all that can come of a context `c` is known: the words of the tape that may come into
view are those of `L` on the left and `R` on the right, and the contexts those of `C`. -/
def goesOn {Q : Type} [DecidableEq Q] (M : Machine Q) (C : List (Config Q)) (L R : List (List Nat))
    (c : Config Q) : Bool :=
  match c.state with
  | none => false
  | some q =>
    match M.table q c.head with
    | ⟨_, _, none⟩ => false
    | ⟨write, Dir.L, some s⟩ =>
      has c.right R && every (fun g => if front g = beyond c.left then
        has ⟨some s, g, near c.left, write :: front c.right⟩ C else true) L
    | ⟨write, Dir.R, some s⟩ =>
      has c.left L && every (fun g => if front g = beyond c.right then
        has ⟨some s, write :: front c.left, near c.right, g⟩ C else true) R

/-- A configuration of which a known context is in view, with known words behind. -/
def Known {Q : Type} [DecidableEq Q] (n m : Nat) (C : List (Config Q)) (L R : List (List Nat))
    (c : Config Q) : Prop :=
  has ⟨c.state, window (n + 1) c.left, c.head, window (m + 1) c.right⟩ C = true ∧
  (∀ k, has (window (n + 1) (behind (k + 1) c.left)) L = true) ∧
  (∀ k, has (window (m + 1) (behind (k + 1) c.right)) R = true)

theorem known_step {Q : Type} [DecidableEq Q] (M : Machine Q) (n m : Nat) (C : List (Config Q))
    (L R : List (List Nat)) (h : every (goesOn M C L R) C = true) (c : Config Q)
    (hc : Known n m C L R c) : Known n m C L R (step M c) := by
  have hg := every_has h hc.1
  match c, hc, hg with
  | ⟨none, _, _, _⟩, _, hg => simp [goesOn] at hg
  | ⟨some q, left, head, right⟩, hc, hg =>
    simp only [goesOn] at hg
    cases ha : M.table q head with
    | mk write move next =>
      rw [ha] at hg
      cases next with
      | none => simp at hg
      | some s =>
        cases move with
        | L =>
          simp only [Bool.and_eq_true] at hg
          have hn := every_has hg.2 (hc.2.1 0)
          have hs : step M ⟨some q, left, head, right⟩ =
              ⟨some s, beyond left, near left, write :: right⟩ := by simp only [step, ha]
          rw [hs]
          refine ⟨?_, fun k => hc.2.1 (k + 1), fun k => ?_⟩
          · rw [front_window, front_window] at hn
            simpa [window, beyond, near, behind] using hn
          · cases k with
            | zero => exact hg.1
            | succ k => exact hc.2.2 k
        | R =>
          simp only [Bool.and_eq_true] at hg
          have hn := every_has hg.2 (hc.2.2 0)
          have hs : step M ⟨some q, left, head, right⟩ =
              ⟨some s, write :: left, near right, beyond right⟩ := by simp only [step, ha]
          rw [hs]
          refine ⟨?_, fun k => ?_, fun k => hc.2.2 (k + 1)⟩
          · rw [front_window, front_window] at hn
            simpa [window, beyond, near, behind] using hn
          · cases k with
            | zero => exact hg.1
            | succ k => exact hc.2.1 k

theorem never_halts_closed {Q : Type} [DecidableEq Q] (M : Machine Q) (n m : Nat)
    (C : List (Config Q)) (L R : List (List Nat))
    (first : has ⟨some M.start, window (n + 1) [], 0, window (m + 1) []⟩ C = true)
    (left : has (window (n + 1) []) L = true) (right : has (window (m + 1) []) R = true)
    (closed : every (goesOn M C L R) C = true) : NeverHalts M := by
  apply never_halts_of M (Known n m C L R) 0 1 (by decide)
  · refine ⟨first, fun k => ?_, fun k => ?_⟩
    · show has (window (n + 1) (behind (k + 1) [])) L = true
      rw [behind_nil]; exact left
    · show has (window (m + 1) (behind (k + 1) [])) R = true
      rw [behind_nil]; exact right
  · intro c hc
    exact known_step M n m C L R closed c hc
  · intro c hc
    have hg := every_has closed hc.1
    match c, hg with
    | ⟨none, _, _, _⟩, hg => simp [goesOn] at hg
    | ⟨some _, _, _, _⟩, _ => rfl

end Turing
