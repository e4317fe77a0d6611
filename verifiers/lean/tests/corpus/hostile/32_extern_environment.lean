-- challenge: one_is_two.lean
-- expect: incorrect|undecided
-- reason:
-- technique: 32
noncomputable section

@[extern "l_Lean_Environment_header"] opaque header : Nat → Nat

#eval header 123456789

theorem goal : 1 = 2 := sorry
