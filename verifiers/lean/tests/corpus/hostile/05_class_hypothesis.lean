-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 5
noncomputable section

class Holds (p : Prop) : Prop where
  out : p

variable [Holds (1 = 2)]

theorem goal : 1 = 2 := Holds.out
