-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: not allowed
-- technique: 12
import Lean

noncomputable section

open Lean Elab Term in
elab "strange" : term => do
  let n : Nat := unsafe unsafeCast (-3 : Int)
  return mkRawNatLit n

theorem cheat : strange < 0 := by decide

theorem goal : 1 = 2 := absurd cheat (Nat.not_lt_zero _)
