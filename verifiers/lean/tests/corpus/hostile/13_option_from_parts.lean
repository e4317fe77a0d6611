-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 13
noncomputable section

open Lean Elab Command in
elab "prepare" : command => do
  let name := Name.mkStr (Name.mkSimple "debug") ("skip" ++ "Kernel" ++ "TC")
  modifyScope fun s => { s with opts := s.opts.setBool name true }

prepare
theorem goal : 1 = 2 := by decide +kernel
