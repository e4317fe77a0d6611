noncomputable section

theorem goal (x y : BitVec 8) : x + y = (x ^^^ y) + (x &&& y) := by
  sorry
