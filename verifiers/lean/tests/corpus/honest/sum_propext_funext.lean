-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem flip_add : (fun a b : Nat => a + b) = (fun a b => b + a) := by
  funext a b
  exact Nat.add_comm a b

theorem goal (a b : Nat) : a + b = b + a := congrFun (congrFun flip_add a) b
