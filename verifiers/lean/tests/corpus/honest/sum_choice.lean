-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def some_nat : Nat := Classical.choice ⟨0⟩

theorem goal (a b : Nat) : a + b = b + a := by
  have := some_nat
  omega
