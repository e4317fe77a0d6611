-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: not allowed
-- technique: 25
import Lean

noncomputable section

open Lean Elab Tactic in
elab "vanish" : tactic => setGoals []

theorem goal : 1 = 2 := by
  vanish
