-- challenge: sum.lean
-- expect: correct
-- reason:
-- technique:
noncomputable section

theorem step_1 (n : Nat) : n + 1 = 1 + n := by omega
theorem step_2 (n : Nat) : n + 2 = 2 + n := by omega
theorem step_3 (n : Nat) : n + 3 = 3 + n := by omega
theorem step_4 (n : Nat) : n + 4 = 4 + n := by omega
theorem step_5 (n : Nat) : n + 5 = 5 + n := by omega
theorem step_6 (n : Nat) : n + 6 = 6 + n := by omega
theorem step_7 (n : Nat) : n + 7 = 7 + n := by omega
theorem step_8 (n : Nat) : n + 8 = 8 + n := by omega
theorem step_9 (n : Nat) : n + 9 = 9 + n := by omega
theorem step_10 (n : Nat) : n + 10 = 10 + n := by omega
theorem step_11 (n : Nat) : n + 11 = 11 + n := by omega
theorem step_12 (n : Nat) : n + 12 = 12 + n := by omega
theorem step_13 (n : Nat) : n + 13 = 13 + n := by omega
theorem step_14 (n : Nat) : n + 14 = 14 + n := by omega
theorem step_15 (n : Nat) : n + 15 = 15 + n := by omega
theorem step_16 (n : Nat) : n + 16 = 16 + n := by omega
theorem step_17 (n : Nat) : n + 17 = 17 + n := by omega
theorem step_18 (n : Nat) : n + 18 = 18 + n := by omega
theorem step_19 (n : Nat) : n + 19 = 19 + n := by omega
theorem step_20 (n : Nat) : n + 20 = 20 + n := by omega
theorem step_21 (n : Nat) : n + 21 = 21 + n := by omega
theorem step_22 (n : Nat) : n + 22 = 22 + n := by omega
theorem step_23 (n : Nat) : n + 23 = 23 + n := by omega
theorem step_24 (n : Nat) : n + 24 = 24 + n := by omega
theorem step_25 (n : Nat) : n + 25 = 25 + n := by omega
theorem step_26 (n : Nat) : n + 26 = 26 + n := by omega
theorem step_27 (n : Nat) : n + 27 = 27 + n := by omega
theorem step_28 (n : Nat) : n + 28 = 28 + n := by omega
theorem step_29 (n : Nat) : n + 29 = 29 + n := by omega
theorem step_30 (n : Nat) : n + 30 = 30 + n := by omega
theorem step_31 (n : Nat) : n + 31 = 31 + n := by omega
theorem step_32 (n : Nat) : n + 32 = 32 + n := by omega
theorem step_33 (n : Nat) : n + 33 = 33 + n := by omega
theorem step_34 (n : Nat) : n + 34 = 34 + n := by omega
theorem step_35 (n : Nat) : n + 35 = 35 + n := by omega
theorem step_36 (n : Nat) : n + 36 = 36 + n := by omega
theorem step_37 (n : Nat) : n + 37 = 37 + n := by omega
theorem step_38 (n : Nat) : n + 38 = 38 + n := by omega
theorem step_39 (n : Nat) : n + 39 = 39 + n := by omega
theorem step_40 (n : Nat) : n + 40 = 40 + n := by omega
theorem step_41 (n : Nat) : n + 41 = 41 + n := by omega
theorem step_42 (n : Nat) : n + 42 = 42 + n := by omega
theorem step_43 (n : Nat) : n + 43 = 43 + n := by omega
theorem step_44 (n : Nat) : n + 44 = 44 + n := by omega
theorem step_45 (n : Nat) : n + 45 = 45 + n := by omega
theorem step_46 (n : Nat) : n + 46 = 46 + n := by omega
theorem step_47 (n : Nat) : n + 47 = 47 + n := by omega
theorem step_48 (n : Nat) : n + 48 = 48 + n := by omega
theorem step_49 (n : Nat) : n + 49 = 49 + n := by omega
theorem step_50 (n : Nat) : n + 50 = 50 + n := by omega
theorem step_51 (n : Nat) : n + 51 = 51 + n := by omega
theorem step_52 (n : Nat) : n + 52 = 52 + n := by omega
theorem step_53 (n : Nat) : n + 53 = 53 + n := by omega
theorem step_54 (n : Nat) : n + 54 = 54 + n := by omega
theorem step_55 (n : Nat) : n + 55 = 55 + n := by omega
theorem step_56 (n : Nat) : n + 56 = 56 + n := by omega
theorem step_57 (n : Nat) : n + 57 = 57 + n := by omega
theorem step_58 (n : Nat) : n + 58 = 58 + n := by omega
theorem step_59 (n : Nat) : n + 59 = 59 + n := by omega
theorem step_60 (n : Nat) : n + 60 = 60 + n := by omega
theorem step_61 (n : Nat) : n + 61 = 61 + n := by omega
theorem step_62 (n : Nat) : n + 62 = 62 + n := by omega
theorem step_63 (n : Nat) : n + 63 = 63 + n := by omega
theorem step_64 (n : Nat) : n + 64 = 64 + n := by omega
theorem step_65 (n : Nat) : n + 65 = 65 + n := by omega
theorem step_66 (n : Nat) : n + 66 = 66 + n := by omega
theorem step_67 (n : Nat) : n + 67 = 67 + n := by omega
theorem step_68 (n : Nat) : n + 68 = 68 + n := by omega
theorem step_69 (n : Nat) : n + 69 = 69 + n := by omega
theorem step_70 (n : Nat) : n + 70 = 70 + n := by omega
theorem step_71 (n : Nat) : n + 71 = 71 + n := by omega
theorem step_72 (n : Nat) : n + 72 = 72 + n := by omega
theorem step_73 (n : Nat) : n + 73 = 73 + n := by omega
theorem step_74 (n : Nat) : n + 74 = 74 + n := by omega
theorem step_75 (n : Nat) : n + 75 = 75 + n := by omega
theorem step_76 (n : Nat) : n + 76 = 76 + n := by omega
theorem step_77 (n : Nat) : n + 77 = 77 + n := by omega
theorem step_78 (n : Nat) : n + 78 = 78 + n := by omega
theorem step_79 (n : Nat) : n + 79 = 79 + n := by omega
theorem step_80 (n : Nat) : n + 80 = 80 + n := by omega

theorem goal (a b : Nat) : a + b = b + a := by
  have := step_1 a
  omega
