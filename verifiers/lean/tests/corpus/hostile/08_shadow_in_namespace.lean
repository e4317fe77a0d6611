-- challenge: odd_double.lean
-- expect: incorrect
-- reason:
-- technique: 8
noncomputable section

def double (n : Nat) : Nat := n + n

namespace Mine
def double (_ : Nat) : Nat := 7
end Mine

open Mine in
theorem goal : ∃ n, double n = 7 := ⟨0, rfl⟩
