-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: axiom
-- technique: 10
noncomputable section

namespace Mine
axiom propext {a b : Prop} : a = b
end Mine

theorem goal : 1 = 2 := (Mine.propext (a := True) (b := (1 = 2))).mp trivial
