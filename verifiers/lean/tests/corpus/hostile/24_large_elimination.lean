-- challenge: one_is_two.lean
-- expect: incorrect
-- reason:
-- technique: 24
noncomputable section

inductive Either : Prop where
  | left
  | right

def which (e : Either) : Nat := Either.rec (motive := fun _ => Nat) 1 2 e

theorem goal : 1 = 2 := (congrArg which (show Either.left = Either.right from rfl))
