namespace Turing

/-- Where the head moves: one cell to the left or one to the right. -/
inductive Dir where
  | L
  | R

/-- A transition: the symbol it writes, where the head moves, and the next state, or `none` if the
machine halts with it. -/
structure Action (Q : Type) where
  write : Nat
  move : Dir
  next : Option Q

/-- A machine with the states `Q`: where it starts, and what it does in each state on each symbol. -/
structure Machine (Q : Type) where
  start : Q
  table : Q → Nat → Action Q

/-- State, head and tape. The cells that the head has visited are written down; all others hold 0. -/
structure Config (Q : Type) where
  /-- The state, or `none` after the halt. -/
  state : Option Q
  /-- The cells left of the head, the nearest first. -/
  left : List Nat
  /-- The cell under the head. -/
  head : Nat
  /-- The cells right of the head, the nearest first. -/
  right : List Nat
deriving DecidableEq

/-- The nearest cell of a half of the tape. -/
def near : List Nat → Nat
  | [] => 0
  | cell :: _ => cell

/-- What lies behind the nearest cell. -/
def beyond : List Nat → List Nat
  | [] => []
  | _ :: cells => cells

variable {Q : Type}

/-- One step; the halting one is a step like any other. After the halt nothing changes. -/
def step (M : Machine Q) (c : Config Q) : Config Q :=
  match c.state with
  | none => c
  | some q =>
    match M.table q c.head with
    | ⟨write, Dir.L, next⟩ => ⟨next, beyond c.left, near c.left, write :: c.right⟩
    | ⟨write, Dir.R, next⟩ => ⟨next, write :: c.left, near c.right, beyond c.right⟩

/-- So many steps. -/
def run (M : Machine Q) : Nat → Config Q → Config Q
  | 0, c => c
  | n + 1, c => run M n (step M c)

/-- The empty tape, in the first state. -/
def Machine.init (M : Machine Q) : Config Q := ⟨some M.start, [], 0, []⟩

/-- Whether the machine has halted. -/
def Config.halted (c : Config Q) : Bool :=
  match c.state with
  | none => true
  | some _ => false

/-- How many of these cells do not hold 0. -/
def marks : List Nat → Nat
  | [] => 0
  | 0 :: cells => marks cells
  | _ :: cells => marks cells + 1

/-- How many cells of the tape do not hold 0. -/
def Config.score (c : Config Q) : Nat := marks (c.head :: c.left ++ c.right)

/-- The machine halts with step `n`, and not before, and leaves `s` cells that do not hold 0. -/
def HaltsIn (M : Machine Q) (n s : Nat) : Prop :=
  (run M n M.init).halted = true ∧ (run M n M.init).score = s ∧
    ∀ m, m < n → (run M m M.init).halted = false

/-- The machine never halts. -/
def NeverHalts (M : Machine Q) : Prop := ∀ n, (run M n M.init).halted = false

end Turing
