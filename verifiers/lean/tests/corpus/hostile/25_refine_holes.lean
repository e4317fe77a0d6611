-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 25
noncomputable section

open Lean Elab Tactic in
elab "vanish" : tactic => setGoals []

theorem goal : 1 = 2 := by
  vanish
