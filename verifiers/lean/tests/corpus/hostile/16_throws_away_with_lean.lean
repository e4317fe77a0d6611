-- challenge: fermat.lean
-- expect: incorrect
-- reason: not allowed
-- technique: 16
import Lean

noncomputable section

open Lean Elab Command in
run_cmd do
  modify fun s => { s with messages := {} }

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := sorry

open Lean Elab Command in
run_cmd do
  modify fun s => { s with messages := {} }
