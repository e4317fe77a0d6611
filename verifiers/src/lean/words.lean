namespace Words

variable {w : Nat}

/-- A word where `b` holds, else 0. -/
def pick (b : Bool) (x : BitVec w) : BitVec w :=
  match b with
  | true => x
  | false => 0#w

/-- A word's bits, parted by those of another. -/
theorem part (m e x : BitVec w) : m &&& e = ((m &&& x) &&& e) + ((m &&& ~~~x) &&& e) := by
  rw [BitVec.add_eq_or_of_and_eq_zero]
  · ext i hi; simp only [BitVec.getElem_or, BitVec.getElem_and, BitVec.getElem_not]
    cases m[i] <;> cases x[i] <;> cases e[i] <;> rfl
  · ext i hi; simp only [BitVec.getElem_and, BitVec.getElem_not, BitVec.getElem_zero]
    cases m[i] <;> cases x[i] <;> cases e[i] <;> rfl

/-- Of a word that is `b` wherever `m` has a bit, `m` leaves all or nothing. -/
theorem masked (b : Bool) (m e : BitVec w) (h : ∀ i (hi : i < w), (m[i] && e[i]) = (m[i] && b)) :
    m &&& e = pick b m := by
  ext i hi
  rw [BitVec.getElem_and, h i hi]
  cases b <;> simp [pick]

/-- A bitwise function of two words is a sum of minterms. -/
theorem minterms (f : Bool → Bool → Bool) (x y e : BitVec w)
    (h : ∀ i (hi : i < w), e[i] = f x[i] y[i]) :
    e = pick (f true true) (x &&& y) + pick (f true false) (x &&& ~~~y) +
      (pick (f false true) (~~~x &&& y) + pick (f false false) (~~~x &&& ~~~y)) :=
  calc e = (~~~(0#w)) &&& e := by simp
    _ = (x &&& e) + (~~~x &&& e) := by rw [part _ e x]; simp
    _ = ((x &&& y) &&& e) + ((x &&& ~~~y) &&& e) +
        (((~~~x &&& y) &&& e) + ((~~~x &&& ~~~y) &&& e)) := by rw [part x e y, part (~~~x) e y]
    _ = _ := by
      congr 1 <;> congr 1 <;> apply masked <;> intro i hi <;>
        simp only [BitVec.getElem_and, BitVec.getElem_not, h i hi] <;>
        cases x[i] <;> cases y[i] <;> rfl

/-- A bitwise function of three words is a sum of minterms. -/
theorem minterms3 (f : Bool → Bool → Bool → Bool) (x y z e : BitVec w)
    (h : ∀ i (hi : i < w), e[i] = f x[i] y[i] z[i]) :
    e = pick (f true true true) (x &&& y &&& z) + pick (f true true false) (x &&& y &&& ~~~z) +
        (pick (f true false true) (x &&& ~~~y &&& z) + pick (f true false false) (x &&& ~~~y &&& ~~~z)) +
      (pick (f false true true) (~~~x &&& y &&& z) + pick (f false true false) (~~~x &&& y &&& ~~~z) +
        (pick (f false false true) (~~~x &&& ~~~y &&& z) + pick (f false false false) (~~~x &&& ~~~y &&& ~~~z))) :=
  calc e = (~~~(0#w)) &&& e := by simp
    _ = (x &&& e) + (~~~x &&& e) := by rw [part _ e x]; simp
    _ = ((x &&& y) &&& e) + ((x &&& ~~~y) &&& e) +
        (((~~~x &&& y) &&& e) + ((~~~x &&& ~~~y) &&& e)) := by rw [part x e y, part (~~~x) e y]
    _ = ((x &&& y &&& z) &&& e) + ((x &&& y &&& ~~~z) &&& e) +
          (((x &&& ~~~y &&& z) &&& e) + ((x &&& ~~~y &&& ~~~z) &&& e)) +
        (((~~~x &&& y &&& z) &&& e) + ((~~~x &&& y &&& ~~~z) &&& e) +
          (((~~~x &&& ~~~y &&& z) &&& e) + ((~~~x &&& ~~~y &&& ~~~z) &&& e))) := by
      rw [part (x &&& y) e z, part (x &&& ~~~y) e z, part (~~~x &&& y) e z, part (~~~x &&& ~~~y) e z]
    _ = _ := by
      congr 1 <;> congr 1 <;> congr 1 <;> apply masked <;> intro i hi <;>
        simp only [BitVec.getElem_and, BitVec.getElem_not, h i hi] <;>
        cases x[i] <;> cases y[i] <;> cases z[i] <;> rfl

/-- The word of ones. -/
theorem ones : ~~~(0#w) = -1#w := by
  have h := BitVec.neg_eq_not_add (0#w)
  generalize ~~~(0#w) = a at *
  grind

/-- All minterms together are the word of ones. -/
theorem total (x y : BitVec w) :
    -1#w = (x &&& y) + (x &&& ~~~y) + ((~~~x &&& y) + (~~~x &&& ~~~y)) := by
  rw [← ones]
  exact minterms (fun _ _ => true) x y _ (by intro i hi; simp)

/-- All minterms of three words together. -/
theorem total3 (x y z : BitVec w) :
    -1#w = (x &&& y &&& z) + (x &&& y &&& ~~~z) + ((x &&& ~~~y &&& z) + (x &&& ~~~y &&& ~~~z)) +
      ((~~~x &&& y &&& z) + (~~~x &&& y &&& ~~~z) +
        ((~~~x &&& ~~~y &&& z) + (~~~x &&& ~~~y &&& ~~~z))) := by
  rw [← ones]
  exact minterms3 (fun _ _ _ => true) x y z _ (by intro i hi; simp)

/-- The minterm outside of two words, by the others. -/
theorem rest (x y : BitVec w) :
    ~~~x &&& ~~~y = -1#w - (x &&& y) - (x &&& ~~~y) - (~~~x &&& y) := by
  have h := total x y
  generalize x &&& y = a at *
  generalize x &&& ~~~y = b at *
  generalize ~~~x &&& y = c at *
  generalize ~~~x &&& ~~~y = d at *
  rw [h]
  grind

/-- The minterm outside of three words, by the others. -/
theorem rest3 (x y z : BitVec w) :
    ~~~x &&& ~~~y &&& ~~~z =
      -1#w - (x &&& y &&& z) - (x &&& y &&& ~~~z) - (x &&& ~~~y &&& z) - (x &&& ~~~y &&& ~~~z) -
        (~~~x &&& y &&& z) - (~~~x &&& y &&& ~~~z) - (~~~x &&& ~~~y &&& z) := by
  rw [total3 x y z]
  generalize x &&& y &&& z = a
  generalize x &&& y &&& ~~~z = b
  generalize x &&& ~~~y &&& z = c
  generalize x &&& ~~~y &&& ~~~z = d
  generalize ~~~x &&& y &&& z = e
  generalize ~~~x &&& y &&& ~~~z = f
  generalize ~~~x &&& ~~~y &&& z = g
  generalize ~~~x &&& ~~~y &&& ~~~z = h
  grind

end Words
