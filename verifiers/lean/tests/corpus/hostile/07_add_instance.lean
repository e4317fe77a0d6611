-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 7
noncomputable section

local instance (priority := 5000) : HAdd Nat Nat Nat := ⟨fun _ _ => 0⟩
local instance (priority := 5000) : OfNat Nat 1 := ⟨2⟩

theorem goal : 1 = 2 := rfl
