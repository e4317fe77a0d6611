/-
A library in miniature: what files need that import no more than this. Lean's own library can't be had
where only its shared object is; and Lean looks for some of these by name when it defines a type.
-/
prelude

set_option autoImplicit false
set_option bootstrap.inductiveCheckResultingUniverse false
set_option genInjectivity false
set_option genCtorIdx false

universe u v

unsafe axiom lcErased : Type
unsafe axiom lcAny : Type
unsafe axiom lcProof {α : Prop} : α

inductive PUnit : Sort u where
  | unit : PUnit

inductive Eq {α : Sort u} : α → α → Prop where
  | refl (a : α) : Eq a a

def Eq.ndrec.{w, t} {α : Sort t} {a : α} {motive : α → Sort w} (m : motive a) {b : α}
    (h : Eq a b) : motive b :=
  Eq.rec m h

inductive HEq {α : Sort u} : α → {β : Sort u} → β → Prop where
  | refl (a : α) : HEq a a

def id {α : Sort u} (a : α) : α := a

def cast {α β : Sort u} (h : Eq α β) (a : α) : β :=
  Eq.rec (motive := fun β _ => β) a h

theorem eq_of_heq_at {α β : Sort u} {a : α} {b : β} (h : HEq a b) :
    (e : Eq α β) → Eq (cast e a) b :=
  HEq.rec (motive := fun {β} b _ => (e : Eq α β) → Eq (cast e a) b) (fun _ => Eq.refl a) h

theorem eq_of_heq {α : Sort u} {a b : α} (h : HEq a b) : Eq a b := eq_of_heq_at h (Eq.refl α)

theorem heq_of_eq {α : Sort u} {a b : α} (h : Eq a b) : HEq a b :=
  Eq.rec (motive := fun b _ => HEq a b) (HEq.refl a) h

inductive True : Prop where
  | intro : True

inductive False : Prop

def Not (a : Prop) : Prop := a → False

inductive Or (a b : Prop) : Prop where
  | inl (h : a) : Or a b
  | inr (h : b) : Or a b

structure And (a b : Prop) : Prop where
  intro ::
  left : a
  right : b

structure PProd (α : Sort u) (β : Sort v) where
  fst : α
  snd : β

inductive Bool : Type where
  | false : Bool
  | true : Bool

inductive Nat where
  | zero : Nat
  | succ (n : Nat) : Nat

class OfNat (α : Type u) (n : Nat) where
  ofNat : α

instance (n : Nat) : OfNat Nat n := OfNat.mk n

axiom sorryAx (α : Sort u) (synthetic : Bool) : α

axiom propext {a b : Prop} (forth : a → b) (back : b → a) : Eq a b

noncomputable def Nat.add (a b : Nat) : Nat := Nat.rec a (fun _ r => Nat.succ r) b

noncomputable def double (n : Nat) : Nat := Nat.rec Nat.zero (fun _ r => Nat.succ (Nat.succ r)) n

theorem congruent {α : Sort u} {β : Sort v} (f : α → β) {a b : α} (h : Eq a b) : Eq (f a) (f b) :=
  Eq.rec (Eq.refl (f a)) h

-- What a project should not hold, and may.
axiom mystery (n : Nat) : Eq (Nat.add Nat.zero n) n

theorem unfinished (n : Nat) : Eq (Nat.add Nat.zero n) n := sorryAx _ Bool.true

theorem from_mystery (n : Nat) : Eq (Nat.add Nat.zero n) n := mystery n
