-- challenge: opaque_choice.lean
-- expect: incorrect
-- reason: statement
-- technique: 8
noncomputable section

def chosen : Nat := 0

theorem goal : chosen = 0 := rfl
