-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: statement
-- technique: 5
noncomputable section

variable (h : False)
include h

theorem goal : 1 = 2 := h.elim
