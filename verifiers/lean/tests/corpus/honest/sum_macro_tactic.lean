-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

macro "finish_it" : tactic => `(tactic| omega)

theorem goal (a b : Nat) : a + b = b + a := by
  finish_it
