-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

inductive Vec (α : Type) : Nat → Type where
  | nil : Vec α 0
  | cons {n : Nat} : α → Vec α n → Vec α (n + 1)

def Vec.length {α : Type} {n : Nat} (_ : Vec α n) : Nat := n

theorem goal (a b : Nat) : a + b = b + a := Nat.add_comm a b
