-- challenge: odd_double.lean
-- expect: incorrect
-- reason: statement
-- technique: 8
noncomputable section

def double (n : Nat) : Nat := n + n

namespace goal
def double (_ : Nat) : Nat := 7
end goal

theorem goal : ∃ n, goal.double n = 7 := ⟨0, rfl⟩
