-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 4
noncomputable section

def goal : Prop := 1 = 2
