-- challenge: projection.lean
-- expect: incorrect
-- reason: statement
-- technique: 8
noncomputable section

structure Secret where
  number : Nat

def secret : Secret := ⟨7⟩

def Claim : Prop := True

theorem goal : Claim ∧ secret.number < 8 := ⟨trivial, by decide⟩
