-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: axiom
-- technique: 10
noncomputable section

axiom goal._native.native_decide.ax_1 : decide (1 = 2) = true

theorem goal : 1 = 2 := of_decide_eq_true goal._native.native_decide.ax_1
