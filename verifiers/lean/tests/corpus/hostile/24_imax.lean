-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 24
noncomputable section

universe u v

def squash.{w} (α : Sort w) : Sort (imax 1 w) := PUnit → α

theorem cheat (α : Prop) : squash α = α := rfl

theorem goal : 1 = 2 := (cheat (1 = 2)).mp (fun _ => rfl)
