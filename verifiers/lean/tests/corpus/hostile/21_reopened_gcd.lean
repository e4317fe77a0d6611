-- challenge: gcd.lean
-- expect: incorrect
-- reason: statement
-- technique: 21
noncomputable section

namespace Local
def Nat.gcd (_ _ : Nat) : Nat := 7
end Local
open Local

theorem goal : Local.Nat.gcd 12 18 = 7 := rfl
