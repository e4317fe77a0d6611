-- challenge: fermat.lean
-- expect: incorrect
-- reason:
-- technique: 25
noncomputable section

open Lean Elab Tactic in
elab "forget" : tactic => do
  let g ← getMainGoal
  replaceMainGoal []
  g.admit

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := by
  forget
