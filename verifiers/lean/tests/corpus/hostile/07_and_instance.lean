-- challenge: false_words.lean
-- expect: incorrect
-- reason:
-- technique: 7
noncomputable section

local instance (priority := 5000) cheat : HAnd (BitVec 8) (BitVec 8) (BitVec 8) := ⟨fun a b => a &&& b + (a &&& b)⟩

theorem goal (x y : BitVec 8) : x + y = (x ^^^ y) + (x &&& y) := by
  sorry
