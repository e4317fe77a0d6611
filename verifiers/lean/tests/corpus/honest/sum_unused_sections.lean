-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

section Helpers

variable (k : Nat)

theorem helper : k + 0 = k := rfl

end Helpers

theorem goal (a b : Nat) : a + b = b + a := Nat.add_comm a b
