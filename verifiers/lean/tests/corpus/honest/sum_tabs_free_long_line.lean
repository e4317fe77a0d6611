-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (a b : Nat) : a + b = b + a := by first | exact Nat.add_comm a b | omega | simp [Nat.add_comm] | grind | exact (Nat.add_comm b a).symm | (rw [Nat.add_comm])
