-- challenge: projection.lean
-- expect: incorrect
-- reason: statement
-- technique: 23
noncomputable section

structure Secret where
  number : Nat
  small : True

def secret : Secret := ⟨7, trivial⟩

def Claim : Prop := secret.number = 7

theorem goal : Claim ∧ secret.number < 8 := ⟨rfl, by decide⟩
