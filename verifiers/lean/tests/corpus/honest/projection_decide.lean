-- challenge: projection.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

structure Secret where
  number : Nat
  small : number < 10

def secret : Secret := ⟨7, by decide⟩

def Claim : Prop := secret.number = 7

theorem goal : Claim ∧ secret.number < 8 := ⟨rfl, by decide⟩
