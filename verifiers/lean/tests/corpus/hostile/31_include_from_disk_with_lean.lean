-- challenge: fermat.lean
-- expect: incorrect
-- reason: not allowed
-- technique: 31
import Lean

noncomputable section

open Lean Elab Command in
run_cmd do
  for path in ["/files/reference.lean", "reference.lean", "/tmp/goal.lean", "/reference/goal.lean"] do
    try
      let text ← IO.FS.readFile path
      logInfo text
    catch _ => pure ()

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := sorry
