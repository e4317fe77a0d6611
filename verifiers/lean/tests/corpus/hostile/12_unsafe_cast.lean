-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 12
noncomputable section

unsafe def wrong : Nat := unsafeCast (-1 : Int)
@[implemented_by wrong] def number : Nat := 0

theorem cheat : number = 0 := rfl

theorem goal : 1 = 2 := by
  have := cheat
  exact absurd this (by native_decide)
