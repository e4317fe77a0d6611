-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 24
noncomputable section

inductive Bad (α : Type) : Type where
  | mk : (List (Bad α) → α) → Bad α

def run (b : Bad Nat) : Nat := match b with | .mk f => f [b]

theorem goal : 1 = 2 := by
  have : run (.mk run') = 0 := rfl
  exact absurd this (by decide)
