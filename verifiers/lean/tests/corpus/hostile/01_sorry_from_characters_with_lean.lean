-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: not allowed
-- technique: 1
import Lean

noncomputable section

open Lean Elab Term Meta in
elab "quick" : term => do
  let name := (Name.mkSimple (String.ofList ['s','o','r','r','y','A','x']))
  return mkApp2 (mkConst name [levelZero]) (← elabTerm (← `(1 = 2)) none) (mkConst ``Bool.false)

theorem goal : 1 = 2 := quick
