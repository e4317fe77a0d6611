-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 26
noncomputable section

attribute [simp] Nat.add_comm
@[simp] theorem poison (a b : Nat) : (a = b) = True := by sorry

theorem goal : 1 = 2 := by simp
