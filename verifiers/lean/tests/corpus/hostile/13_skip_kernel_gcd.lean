-- challenge: gcd.lean
-- expect: incorrect
-- reason:
-- technique: 13
noncomputable section

set_option debug.skipKernelTC true

theorem goal : Nat.gcd 12 18 = 7 := by decide +kernel
