-- challenge: one_is_two.lean
-- expect: incorrect
-- reason: sorry
-- technique: 16
noncomputable section

#eval IO.println "'goal' does not depend on any axioms"
#eval IO.println "{\"ok\": true}"

theorem goal : 1 = 2 := sorry
