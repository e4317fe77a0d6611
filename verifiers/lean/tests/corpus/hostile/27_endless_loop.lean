-- challenge: one_is_two.lean
-- expect: incorrect|undecided
-- reason:
-- technique: 27
noncomputable section

open Lean Elab Tactic in
elab "spin" : tactic => do
  while true do
    pure ()

theorem goal : 1 = 2 := by spin
