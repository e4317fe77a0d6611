noncomputable section

theorem goal (x y : BitVec 8) : x + y = (x ^^^ y) + 2#8 * (x &&& y) := by
  sorry
