-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

#check Nat.add_comm
#print Nat

theorem goal (a b : Nat) : a + b = b + a := Nat.add_comm a b

#check goal
