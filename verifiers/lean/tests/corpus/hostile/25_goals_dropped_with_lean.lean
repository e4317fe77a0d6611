-- challenge: fermat.lean
-- expect: incorrect
-- reason: not allowed
-- technique: 25
import Lean

noncomputable section

open Lean Elab Tactic in
elab "forget" : tactic => do
  let g ← getMainGoal
  replaceMainGoal []
  g.admit

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := by
  forget
