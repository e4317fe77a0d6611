-- challenge: gcd.lean
-- expect: incorrect
-- reason:
-- technique: 11
noncomputable section

def other (_ _ : Nat) : Nat := 7
@[csimp] theorem same : @Nat.gcd = @other := by sorry

theorem goal : Nat.gcd 12 18 = 7 := by native_decide
