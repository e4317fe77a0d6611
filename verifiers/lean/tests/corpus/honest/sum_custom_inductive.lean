-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

inductive Peano where
  | zero
  | succ (n : Peano)

def Peano.toNat : Peano → Nat
  | zero => 0
  | succ n => n.toNat + 1

theorem goal (a b : Nat) : a + b = b + a := Nat.add_comm a b
