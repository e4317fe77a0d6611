-- challenge: one_is_two.lean
-- expect: incorrect|undecided
-- reason:
-- technique: 32
noncomputable section

@[extern "lean_nat_add"] opaque steal : Nat → String

#eval steal 5

theorem goal : 1 = 2 := sorry
