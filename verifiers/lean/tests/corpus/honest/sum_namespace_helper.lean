-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

namespace Local.Deep

private theorem here (a b : Nat) : a + b = b + a := Nat.add_comm a b

theorem there : ∀ a b : Nat, a + b = b + a := here

end Local.Deep

theorem goal (a b : Nat) : a + b = b + a := Local.Deep.there a b
