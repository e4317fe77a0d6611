//! Turing machines in Lean: a small model, a machine in it, and what is claimed of a machine.
//!
//! The model is core Lean and our own (`turing.lean`): a configuration holds the cells that the head
//! has visited, on both sides of it, so that it is computed by pattern matching alone and nothing of
//! it needs a library. The halting step counts, as everywhere in this program.

use std::fmt::Write as _;

use thiserror::Error;

use crate::turing::{Machine, Side};

/// The model: `Machine`, `Config`, `step`, `run`, `HaltsIn`, `NeverHalts`.
pub const MODEL: &str = include_str!("turing.lean");

/// What a proof about long runs needs of the model, proved: that runs can be joined, that nothing
/// happens after the halt, and that a machine that repeats itself never halts, whether it comes back
/// to a configuration or repeats itself along the tape.
pub const LEMMAS: &str = include_str!("turing_lemmas.lean");

/// Lemmas for machines that don't repeat themselves, to be put behind [`LEMMAS`]: one that never
/// leaves a finite set of contexts never halts. A context is the state, the cell under the head and
/// some cells on both sides; what may come into view are the words of two finite sets (n-gram closed
/// position sets, Nathan Fenner's decider of the bbchallenge).
pub const CLOSURE: &str = include_str!("turing_closure.lean");

/// A transition is missing, for which the model has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the machine's transitions are not all defined")]
pub struct Undefined;

/// State, head, and the cells visited: a configuration as the model has it, which, other than
/// [`crate::turing::Configuration`], also keeps visited cells that hold 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visited {
    state: Option<u8>,
    /// The nearest cell last.
    left: Vec<u8>,
    head: u8,
    /// The nearest cell last.
    right: Vec<u8>,
}

impl Visited {
    /// The empty tape, in state A.
    pub fn start() -> Self {
        Self {
            state: Some(0),
            left: Vec::new(),
            head: 0,
            right: Vec::new(),
        }
    }

    /// The configuration after `steps` steps from the empty tape, or where the machine stops before.
    pub fn after(machine: &Machine, steps: u64) -> Self {
        let mut reached = Self::start();
        for _ in 0..steps {
            if !reached.step(machine) {
                break;
            }
        }
        reached
    }

    /// Takes one step; false after the halt, and before an undefined transition.
    pub fn step(&mut self, machine: &Machine) -> bool {
        let Some(action) = self
            .state
            .and_then(|state| machine.action(state, self.head))
        else {
            return false;
        };
        let (from, to) = match action.side {
            Side::Left => (&mut self.left, &mut self.right),
            Side::Right => (&mut self.right, &mut self.left),
        };
        to.push(action.write);
        self.head = from.pop().unwrap_or(0);
        self.state = action.next;
        true
    }

    /// Whether the machine has halted.
    pub fn halted(&self) -> bool {
        self.state.is_none()
    }

    /// The state; `None` after the halt.
    pub fn state(&self) -> Option<u8> {
        self.state
    }

    /// The cell under the head.
    pub fn head(&self) -> u8 {
        self.head
    }

    /// The visited cells on one side of the head, the nearest first.
    pub fn cells(&self, side: Side) -> Vec<u8> {
        let cells = match side {
            Side::Left => &self.left,
            Side::Right => &self.right,
        };
        cells.iter().rev().copied().collect()
    }

    /// How many cells there are on one side.
    pub fn extent(&self, side: Side) -> usize {
        match side {
            Side::Left => self.left.len(),
            Side::Right => self.right.len(),
        }
    }

    /// The same with only the `kept` nearest cells on one side.
    #[must_use]
    pub fn cut(&self, side: Side, kept: usize) -> Self {
        let mut cut = self.clone();
        let cells = match side {
            Side::Left => &mut cut.left,
            Side::Right => &mut cut.right,
        };
        let gone = cells.len().saturating_sub(kept);
        cells.drain(..gone);
        cut
    }

    /// The same with another symbol in one cell: the head's for 0, else one of the `cell`-th nearest
    /// on the left or, behind those, on the right; counted in a circle.
    #[must_use]
    pub fn altered(&self, cell: usize, symbol: u8) -> Self {
        let mut altered = self.clone();
        let (left, right) = (altered.left.len(), altered.right.len());
        match cell % (1 + left + right) {
            0 => altered.head = symbol,
            n if n <= left => altered.left[left - n] = symbol,
            n => altered.right[left + right - n] = symbol,
        }
        altered
    }

    /// The symbol that [`Visited::altered`] would change.
    pub fn symbol(&self, cell: usize) -> u8 {
        let (left, right) = (self.left.len(), self.right.len());
        match cell % (1 + left + right) {
            0 => self.head,
            n if n <= left => self.left[left - n],
            n => self.right[left + right - n],
        }
    }

    /// How many cells don't hold 0.
    pub fn score(&self) -> u64 {
        let all = self.left.iter().chain(&self.right).chain([&self.head]);
        all.filter(|&&symbol| symbol != 0).count() as u64
    }

    /// The configuration as a term of type `Config State`.
    pub fn term(&self, machine: &Machine) -> String {
        let state = state(machine, self.state);
        let left = list(&self.cells(Side::Left));
        let right = list(&self.cells(Side::Right));
        format!("⟨{state}, {left}, {}, {right}⟩", self.head)
    }
}

/// `[1, 0, 1]`.
pub fn list(cells: &[u8]) -> String {
    let cells: Vec<String> = cells.iter().map(u8::to_string).collect();
    format!("[{}]", cells.join(", "))
}

/// `some A`, or `none` for halting.
fn state(machine: &Machine, state: Option<u8>) -> String {
    match state {
        Some(_) => format!("some {}", machine.state_letter(state)),
        None => "none".to_owned(),
    }
}

/// `Dir.L` or `Dir.R`.
pub fn direction(side: Side) -> &'static str {
    match side {
        Side::Left => "Dir.L",
        Side::Right => "Dir.R",
    }
}

/// What is claimed of a machine `M`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// That it halts with this step, and not before, and leaves so many cells that don't hold 0.
    Halts {
        /// The number of the halting step.
        steps: u64,
        /// The cells.
        score: u64,
    },
    /// That it is in a configuration after so many steps.
    Reaches {
        /// The steps.
        steps: u64,
        /// The configuration.
        at: Visited,
    },
    /// That it never halts.
    NeverHalts,
}

impl Claim {
    /// The proposition, in a file that begins with [`file`].
    pub fn proposition(&self, machine: &Machine) -> String {
        match self {
            Self::Halts { steps, score } => format!("HaltsIn M {steps} {score}"),
            Self::Reaches { steps, at } => {
                format!("run M {steps} M.init = {}", at.term(machine))
            }
            Self::NeverHalts => "NeverHalts M".to_owned(),
        }
    }

    /// The opposite.
    pub fn negation(&self, machine: &Machine) -> String {
        format!("¬ {}", self.proposition(machine))
    }
}

/// The beginning of a file about `machine`: the model, such lemmas as are wanted, the states and the
/// machine `M`.
///
/// # Errors
/// [`Undefined`] when a transition is missing.
pub fn file(machine: &Machine, lemmas: &[&str]) -> Result<String, Undefined> {
    let mut out = String::from("noncomputable section\n\n");
    out.push_str(MODEL);
    for lemmas in lemmas {
        out.push('\n');
        out.push_str(lemmas);
    }
    out.push_str("\nopen Turing\n\n/-- The machine's states. -/\ninductive State where\n ");
    for number in 0..machine.states() {
        let _ = write!(out, " | {}", machine.state_letter(Some(number as u8)));
    }
    out.push_str("\nderiving DecidableEq\n\nopen State\n");
    let _ = write!(
        out,
        "\n/-- The machine {machine}. No other symbols than those of its table come up. -/\n\
         def M : Machine State where\n  start := A\n  table\n"
    );
    for (from, symbol, action) in machine.transitions() {
        let action = action.ok_or(Undefined)?;
        let from = machine.state_letter(Some(from));
        let (write, side) = (action.write, direction(action.side));
        let next = state(machine, action.next);
        let _ = writeln!(out, "    | {from}, {symbol} => ⟨{write}, {side}, {next}⟩");
    }
    out.push_str("    | _, _ => ⟨0, Dir.R, none⟩\n");
    Ok(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::turing::{Configuration, Run};

    fn machine(text: &str) -> Machine {
        text.parse().expect(text)
    }

    #[test]
    fn a_machine_is_a_function() {
        let champion = machine("1RB1LB_1LA1RZ");
        let text = file(&champion, &[]).expect("all is defined");
        assert!(text.starts_with("noncomputable section\n\nnamespace Turing\n"));
        let end = "open Turing\n\n/-- The machine's states. -/\ninductive State where\n  | A | B\n\
                   deriving DecidableEq\n\nopen State\n\n/-- The machine 1RB1LB_1LA1RZ. No other \
                   symbols than those of its table come up. -/\ndef M : Machine State where\n  \
                   start := A\n  table\n    | A, 0 => ⟨1, Dir.R, some B⟩\n    | A, 1 => ⟨1, Dir.L, \
                   some B⟩\n    | B, 0 => ⟨1, Dir.L, some A⟩\n    | B, 1 => ⟨1, Dir.R, none⟩\n    \
                   | _, _ => ⟨0, Dir.R, none⟩\n";
        assert!(text.ends_with(end), "{text}");
        assert!(!text.contains("theorem"));
        assert!(
            file(&champion, &[LEMMAS]).is_ok_and(|text| text.contains("theorem never_halts_of"))
        );
        assert_eq!(file(&machine("1RB---_1LA1RZ"), &[]), Err(Undefined));
    }

    #[test]
    fn claims_are_propositions() {
        let champion = machine("1RB1LB_1LA1RZ");
        let at = Visited::after(&champion, 5);
        assert_eq!(at.term(&champion), "⟨some B, [1], 1, [1, 1]⟩");
        let reaches = Claim::Reaches { steps: 5, at };
        assert_eq!(
            reaches.proposition(&champion),
            "run M 5 M.init = ⟨some B, [1], 1, [1, 1]⟩"
        );
        let end = Visited::after(&champion, 100);
        assert_eq!(end.term(&champion), "⟨none, [1, 1], 1, [1]⟩");
        assert_eq!((end.halted(), end.score()), (true, 4));
        let halts = Claim::Halts { steps: 6, score: 4 };
        assert_eq!(halts.negation(&champion), "¬ HaltsIn M 6 4");
        assert_eq!(Claim::NeverHalts.proposition(&champion), "NeverHalts M");
    }

    #[test]
    fn altering_a_cell_alters_it() {
        let champion = machine("1RB1LB_1LA1RZ");
        let at = Visited::after(&champion, 5);
        for (cell, term) in [
            (0, "⟨some B, [1], 0, [1, 1]⟩"),
            (1, "⟨some B, [0], 1, [1, 1]⟩"),
            (2, "⟨some B, [1], 1, [0, 1]⟩"),
            (3, "⟨some B, [1], 1, [1, 0]⟩"),
            (4, "⟨some B, [1], 0, [1, 1]⟩"),
        ] {
            assert_eq!(at.altered(cell, 0).term(&champion), term);
            assert_eq!((at.symbol(cell), at.altered(cell, 0).symbol(cell)), (1, 0));
        }
        assert_eq!(
            at.cut(Side::Right, 1).term(&champion),
            "⟨some B, [1], 1, [1]⟩"
        );
    }

    proptest! {
        /// The model's steps are the engine's.
        #[test]
        fn steps_agree_with_the_engine(steps in 0u64..300, which in 0usize..3) {
            let machine = machine([
                "1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA",
                "1RB2LA1RA1RA_1LB1LA3RB1RZ",
                "1RB1LB_1LA0LC_1RZ1LD_1RD0RA",
            ][which]);
            let found = Visited::after(&machine, steps);
            let mut run = Run::new(&machine);
            run.run(steps);
            let mut cells = found.cells(Side::Left);
            cells.reverse();
            let head = cells.len();
            cells.push(found.head());
            cells.extend(found.cells(Side::Right));
            prop_assert_eq!(run.configuration(), Configuration::new(found.state(), &cells, head));
            prop_assert_eq!(run.score(), found.score());
        }
    }
}
