-- challenge: one_is_two.lean
-- expect: incorrect|undecided
-- reason:
-- technique: 16
noncomputable section

#eval (IO.Process.exit 0 : IO Unit)

theorem goal : 1 = 2 := by decide
