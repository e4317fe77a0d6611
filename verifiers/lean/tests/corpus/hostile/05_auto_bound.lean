-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: statement
-- technique: 5
noncomputable section

set_option autoImplicit true

theorem goal (h : p) (f : p → 1 = 2) : 1 = 2 := f h
