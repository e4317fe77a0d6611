-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem link_0 (a b : Nat) : a + b = b + a := Nat.add_comm a b
theorem link_1 (a b : Nat) : a + b = b + a := link_0 a b
theorem link_2 (a b : Nat) : a + b = b + a := link_1 a b
theorem link_3 (a b : Nat) : a + b = b + a := link_2 a b
theorem link_4 (a b : Nat) : a + b = b + a := link_3 a b
theorem link_5 (a b : Nat) : a + b = b + a := link_4 a b
theorem link_6 (a b : Nat) : a + b = b + a := link_5 a b
theorem link_7 (a b : Nat) : a + b = b + a := link_6 a b
theorem link_8 (a b : Nat) : a + b = b + a := link_7 a b
theorem link_9 (a b : Nat) : a + b = b + a := link_8 a b
theorem link_10 (a b : Nat) : a + b = b + a := link_9 a b
theorem link_11 (a b : Nat) : a + b = b + a := link_10 a b
theorem link_12 (a b : Nat) : a + b = b + a := link_11 a b
theorem link_13 (a b : Nat) : a + b = b + a := link_12 a b
theorem link_14 (a b : Nat) : a + b = b + a := link_13 a b
theorem link_15 (a b : Nat) : a + b = b + a := link_14 a b
theorem link_16 (a b : Nat) : a + b = b + a := link_15 a b
theorem link_17 (a b : Nat) : a + b = b + a := link_16 a b
theorem link_18 (a b : Nat) : a + b = b + a := link_17 a b
theorem link_19 (a b : Nat) : a + b = b + a := link_18 a b
theorem link_20 (a b : Nat) : a + b = b + a := link_19 a b
theorem link_21 (a b : Nat) : a + b = b + a := link_20 a b
theorem link_22 (a b : Nat) : a + b = b + a := link_21 a b
theorem link_23 (a b : Nat) : a + b = b + a := link_22 a b
theorem link_24 (a b : Nat) : a + b = b + a := link_23 a b
theorem link_25 (a b : Nat) : a + b = b + a := link_24 a b
theorem link_26 (a b : Nat) : a + b = b + a := link_25 a b
theorem link_27 (a b : Nat) : a + b = b + a := link_26 a b
theorem link_28 (a b : Nat) : a + b = b + a := link_27 a b
theorem link_29 (a b : Nat) : a + b = b + a := link_28 a b
theorem link_30 (a b : Nat) : a + b = b + a := link_29 a b
theorem link_31 (a b : Nat) : a + b = b + a := link_30 a b
theorem link_32 (a b : Nat) : a + b = b + a := link_31 a b
theorem link_33 (a b : Nat) : a + b = b + a := link_32 a b
theorem link_34 (a b : Nat) : a + b = b + a := link_33 a b
theorem link_35 (a b : Nat) : a + b = b + a := link_34 a b
theorem link_36 (a b : Nat) : a + b = b + a := link_35 a b
theorem link_37 (a b : Nat) : a + b = b + a := link_36 a b
theorem link_38 (a b : Nat) : a + b = b + a := link_37 a b
theorem link_39 (a b : Nat) : a + b = b + a := link_38 a b
theorem link_40 (a b : Nat) : a + b = b + a := link_39 a b
theorem link_41 (a b : Nat) : a + b = b + a := link_40 a b
theorem link_42 (a b : Nat) : a + b = b + a := link_41 a b
theorem link_43 (a b : Nat) : a + b = b + a := link_42 a b
theorem link_44 (a b : Nat) : a + b = b + a := link_43 a b
theorem link_45 (a b : Nat) : a + b = b + a := link_44 a b
theorem link_46 (a b : Nat) : a + b = b + a := link_45 a b
theorem link_47 (a b : Nat) : a + b = b + a := link_46 a b
theorem link_48 (a b : Nat) : a + b = b + a := link_47 a b
theorem link_49 (a b : Nat) : a + b = b + a := link_48 a b
theorem link_50 (a b : Nat) : a + b = b + a := link_49 a b
theorem link_51 (a b : Nat) : a + b = b + a := link_50 a b
theorem link_52 (a b : Nat) : a + b = b + a := link_51 a b
theorem link_53 (a b : Nat) : a + b = b + a := link_52 a b
theorem link_54 (a b : Nat) : a + b = b + a := link_53 a b
theorem link_55 (a b : Nat) : a + b = b + a := link_54 a b
theorem link_56 (a b : Nat) : a + b = b + a := link_55 a b
theorem link_57 (a b : Nat) : a + b = b + a := link_56 a b
theorem link_58 (a b : Nat) : a + b = b + a := link_57 a b
theorem link_59 (a b : Nat) : a + b = b + a := link_58 a b
theorem link_60 (a b : Nat) : a + b = b + a := link_59 a b

theorem goal (a b : Nat) : a + b = b + a := link_60 a b
