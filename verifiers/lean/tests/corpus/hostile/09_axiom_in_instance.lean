-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: axiom
-- technique: 9
noncomputable section

axiom hidden : Nonempty (1 = 2)
attribute [instance] hidden

def pick {p : Prop} [h : Nonempty p] : p := h.elim id

theorem goal : 1 = 2 := pick
