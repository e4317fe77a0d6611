noncomputable section

structure Secret where
  number : Nat

def secret : Secret := ⟨7⟩

def told : Nat := (fun s : Secret => s.1) secret

theorem goal : told = 8 := by
  sorry
