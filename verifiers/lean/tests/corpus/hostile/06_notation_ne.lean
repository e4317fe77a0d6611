-- challenge: fermat.lean
-- expect: incorrect
-- reason:
-- technique: 6
noncomputable section

local notation:50 a " ≠ " b => (a = b → True)

theorem goal (a b c n : Nat) (hn : 2 < n) (ha : 0 < a) (hb : 0 < b) : a ^ n + b ^ n ≠ c ^ n := fun _ => trivial
