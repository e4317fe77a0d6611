//! One file a kind of check.

mod change;
mod choice;
mod colouring;
mod cryptarithm;
mod digits;
mod equivalence;
mod filling;
mod formula;
mod hanoi;
mod integer;
mod lean;
mod list;
mod logic;
mod mba_data;
mod names;
mod plugin;
mod portfolio;
mod precedence;
mod program;
mod queens;
mod rational;
mod rationals;
mod root;
mod route;
mod selection;
mod sudoku;
mod tag_trace;
mod tally;
mod turing_construct;
mod turing_halting;
mod turing_nonhalting;
mod turing_run;
mod turing_trace;
mod word;

use std::fmt::Display;

pub use change::{ChangeCheck, ChangeError};
pub use choice::{ChoiceCheck, ChoiceOption};
pub use colouring::{ColouringCheck, ColouringError};
pub use cryptarithm::{CryptarithmCheck, CryptarithmError, Operation};
pub use digits::{DigitsCheck, DigitsError};
pub use equivalence::{EquivalenceCheck, EquivalenceError};
pub use filling::{Asked, FillingCheck, FillingError, UNKNOWN, with_unknown};
pub use formula::{FormulaCheck, FormulaError};
pub use hanoi::{HanoiCheck, HanoiError};
pub use integer::IntegerCheck;
pub use lean::{LeanCheck, LeanError, LeanForm, LeanParts};
pub use list::{ListCheck, Order};
pub use logic::{Category, LogicCheck, LogicError};
pub use mba_data::MbaDataError;
pub use plugin::{PluginCase, PluginCheck, Reads};
pub use portfolio::{PortfolioCheck, PortfolioError};
pub use precedence::{PrecedenceCheck, PrecedenceError};
pub use program::{Case, Judge, Language, ProgramCheck, ProgramLimits, Ran};
pub use queens::{QueensCheck, QueensError};
pub use rational::RationalCheck;
pub use rationals::RationalsCheck;
pub use root::{RootCheck, RootError};
pub use route::{RouteAsk, RouteCheck, RouteError};
pub use selection::{SelectionCheck, SelectionError, SelectionRule};
pub use sudoku::{SudokuCheck, SudokuError};
pub use tag_trace::{MAX_STEPS, MAX_TRACE, TagAsk, TagTraceCheck};
pub use tally::{TallyCheck, TallyError};
pub use turing_construct::{
    BOUNDS, ConstructError, Goal, MAX_GOAL, PLAIN_STEPS, TuringConstructCheck, WIDEST,
};
pub use turing_halting::{Fate, HaltingError, TuringHaltingCheck};
pub use turing_nonhalting::TuringNonhaltingCheck;
pub use turing_run::{MAX_RUN, RunAsk, RunError, TuringRunCheck};
pub use turing_trace::{MAX_TURING_STEPS, TraceAsk, TraceError, TuringTraceCheck};
pub use word::{WordCheck, WordError};

/// The most decimal places a check may ask for; a larger number is refused or treated as this one.
const MAX_PLACES: u32 = 1_000;

/// A short reasoned reply that ends in the requested form.
fn reply(reasoning: &str, answer: &(impl Display + ?Sized)) -> String {
    format!("{reasoning}\n\n\\boxed{{{answer}}}")
}
