-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem goal (a b : Nat) : a + b = b + a :=
  swap a b
where
  swap : ∀ a b : Nat, a + b = b + a
    | a, 0 => (Nat.zero_add a).symm
    | a, b + 1 => (congrArg Nat.succ (swap a b)).trans (Nat.succ_add b a).symm
