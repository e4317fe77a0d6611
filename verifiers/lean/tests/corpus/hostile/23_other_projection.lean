-- challenge: false_projection.lean
-- expect: incorrect
-- reason: statement
-- technique: 23
noncomputable section

structure Secret where
  number : Nat

def secret : Secret := ⟨8⟩

def told : Nat := (fun s : Secret => s.1) secret

theorem goal : told = 8 := rfl
