-- challenge: false_words.lean
-- expect: incorrect
-- reason:
-- technique: 6
noncomputable section

local macro_rules | `($a &&& $b) => `(2#8 * HAnd.hAnd $a $b)

theorem goal (x y : BitVec 8) : x + y = (x ^^^ y) + (x &&& y) := by grind
