-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def note : String := "sorry, axiom, #exit, native_decide"

theorem goal (a b : Nat) : a + b = b + a := Nat.add_comm a b
