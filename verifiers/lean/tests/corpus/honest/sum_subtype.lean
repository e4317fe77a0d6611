-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

def Swaps : Type := { f : Nat → Nat → Nat // ∀ a b, f a b = f b a }

def plus : Swaps := ⟨Nat.add, Nat.add_comm⟩

theorem goal (a b : Nat) : a + b = b + a := plus.property a b
