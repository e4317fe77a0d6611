-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

set_option maxRecDepth 2000 in
set_option autoImplicit false in
theorem goal (a b : Nat) : a + b = b + a := by omega
