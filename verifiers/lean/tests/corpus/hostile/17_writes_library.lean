-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 17
noncomputable section

#eval IO.FS.writeFile "/leanlib/Init.olean" "nothing"

theorem goal : 1 = 2 := sorry
