-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 11
noncomputable section

def truth : Bool := true
@[implemented_by truth] def lie : Bool := false

theorem cheat : lie = true := by native_decide

theorem goal : 1 = 2 := absurd cheat (by decide)
