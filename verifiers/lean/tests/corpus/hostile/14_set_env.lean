-- challenge: fermat.lean
-- expect: incorrect
-- reason:
-- technique: 14
noncomputable section

open Lean Elab Command in
elab "swap" : command => do
  let env ← getEnv
  setEnv (env.setMainModule `Init)

swap
theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := by omega
