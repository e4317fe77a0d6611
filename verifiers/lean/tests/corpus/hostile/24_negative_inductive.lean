-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 24
noncomputable section

inductive Curry where
  | mk : (Curry → 1 = 2) → Curry

theorem down : Curry → 1 = 2
  | c@(.mk f) => f c

theorem goal : 1 = 2 := down (.mk down)
