-- challenge: fermat.lean
-- expect: incorrect
-- reason:
-- technique: 7
noncomputable section

local instance (priority := 5000) cheat : HPow Nat Nat Nat := ⟨fun _ _ => 1⟩

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := by
  show 1 + 1 ≠ 1
  decide
