-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: declares no
-- technique: 4
noncomputable section

namespace Inner
theorem goal : 1 = 1 := rfl
end Inner
