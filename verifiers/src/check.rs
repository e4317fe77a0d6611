//! The kinds of check, and what every kind can do.

use serde::{Deserialize, Serialize};

use crate::checks::{
    ChangeCheck, ChoiceCheck, ColouringCheck, CryptarithmCheck, DigitsCheck, EquivalenceCheck,
    FillingCheck, FormulaCheck, HanoiCheck, IntegerCheck, LeanCheck, ListCheck, LogicCheck,
    PluginCheck, PortfolioCheck, PrecedenceCheck, ProgramCheck, QueensCheck, RationalCheck,
    RationalsCheck, RootCheck, RouteCheck, SelectionCheck, SudokuCheck, TagTraceCheck, TallyCheck,
    TuringConstructCheck, TuringHaltingCheck, TuringNonhaltingCheck, TuringRunCheck,
    TuringTraceCheck, WordCheck,
};
use crate::verdict::Judgement;

/// How the model's text came to its end, as far as judging cares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// The model ended by itself, or the provider did not say.
    #[default]
    Stop,
    /// The token limit cut it.
    Length,
    /// The provider's filter stopped it, or the model refused through the API's own field.
    Refused,
}

/// A response as the checks see it.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The visible text, without reasoning.
    pub text: &'a str,
    /// How it ended.
    pub finish: Finish,
}

/// How an answer is judged: plain data that an item carries with it, so that a stored response
/// can be judged again without the generator that made the item.
///
/// Every kind holds enough to write one right answer ([`Check::reference`]) and one well-formed
/// wrong answer ([`Check::counterfeit`]); the built-in players and the self-test stand on them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Check {
    /// One exact integer.
    Integer(IntegerCheck),
    /// One exact fraction, or its rounding at a stated number of places.
    Rational(RationalCheck),
    /// A list of exact fractions, or of their roundings.
    Rationals(RationalsCheck),
    /// The square root of an exact fraction, rounded.
    Root(RootCheck),
    /// One whole number, written in a base.
    Digits(DigitsCheck),
    /// A list of integers.
    List(ListCheck),
    /// Values with how often each occurs.
    Tally(TallyCheck),
    /// One of a few named options.
    Choice(ChoiceCheck),
    /// The states of an m-tag system, step by step or only the last.
    TagTrace(TagTraceCheck),
    /// Legal moves of a Tower of Hanoi from one configuration to another.
    Hanoi(HanoiCheck),
    /// Queens that do not attack each other.
    Queens(QueensCheck),
    /// A satisfying assignment of a formula, or that there is none.
    Formula(FormulaCheck),
    /// A proper colouring of a graph.
    Colouring(ColouringCheck),
    /// An order in which some things come before others.
    Precedence(PrecedenceCheck),
    /// A shortest path or tour along weighted edges.
    Route(RouteCheck),
    /// The best selection of things under one rule.
    Selection(SelectionCheck),
    /// A sum paid with as few coins as possible.
    Change(ChangeCheck),
    /// A choice of projects with the largest profit.
    Portfolio(PortfolioCheck),
    /// The one roster that fits a logic puzzle's clues.
    Logic(LogicCheck),
    /// A filled Sudoku board.
    Sudoku(SudokuCheck),
    /// An equation whose digits are written as letters.
    Cryptarithm(CryptarithmCheck),
    /// One word of n bits.
    Word(WordCheck),
    /// Whether two expressions are equivalent, with a counterexample where not.
    Equivalence(EquivalenceCheck),
    /// An expression that makes two sides equal.
    Filling(FillingCheck),
    /// What a Turing machine that halts does.
    TuringRun(TuringRunCheck),
    /// Whether a Turing machine halts.
    TuringHalting(TuringHaltingCheck),
    /// A proof that a Turing machine never halts.
    TuringNonhalting(TuringNonhaltingCheck),
    /// A Turing machine that reaches a goal.
    TuringConstruct(TuringConstructCheck),
    /// The configurations of a Turing machine, step by step or only the last.
    TuringTrace(TuringTraceCheck),
    /// A proof in Lean of a stated theorem.
    Lean(LeanCheck),
    /// A program that solves hidden problems of one kind.
    Program(ProgramCheck),
    /// Whatever a plugin judges itself.
    Plugin(PluginCheck),
}

/// Calls the method of the same name on whatever kind of check it is.
macro_rules! each_kind {
    ($self:expr, $check:ident => $body:expr) => {
        match $self {
            Check::Integer($check) => $body,
            Check::Rational($check) => $body,
            Check::Rationals($check) => $body,
            Check::Root($check) => $body,
            Check::Digits($check) => $body,
            Check::List($check) => $body,
            Check::Tally($check) => $body,
            Check::Choice($check) => $body,
            Check::TagTrace($check) => $body,
            Check::Hanoi($check) => $body,
            Check::Queens($check) => $body,
            Check::Formula($check) => $body,
            Check::Colouring($check) => $body,
            Check::Precedence($check) => $body,
            Check::Route($check) => $body,
            Check::Selection($check) => $body,
            Check::Change($check) => $body,
            Check::Portfolio($check) => $body,
            Check::Logic($check) => $body,
            Check::Sudoku($check) => $body,
            Check::Cryptarithm($check) => $body,
            Check::Word($check) => $body,
            Check::Equivalence($check) => $body,
            Check::Filling($check) => $body,
            Check::TuringRun($check) => $body,
            Check::TuringHalting($check) => $body,
            Check::TuringNonhalting($check) => $body,
            Check::TuringConstruct($check) => $body,
            Check::TuringTrace($check) => $body,
            Check::Lean($check) => $body,
            Check::Program($check) => $body,
            Check::Plugin($check) => $body,
        }
    };
}

impl Check {
    /// The kind's name, as in the JSON form.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Integer(_) => "integer",
            Self::Rational(_) => "rational",
            Self::Rationals(_) => "rationals",
            Self::Root(_) => "root",
            Self::Digits(_) => "digits",
            Self::List(_) => "list",
            Self::Tally(_) => "tally",
            Self::Choice(_) => "choice",
            Self::TagTrace(_) => "tag_trace",
            Self::Hanoi(_) => "hanoi",
            Self::Queens(_) => "queens",
            Self::Formula(_) => "formula",
            Self::Colouring(_) => "colouring",
            Self::Precedence(_) => "precedence",
            Self::Route(_) => "route",
            Self::Selection(_) => "selection",
            Self::Change(_) => "change",
            Self::Portfolio(_) => "portfolio",
            Self::Logic(_) => "logic",
            Self::Sudoku(_) => "sudoku",
            Self::Cryptarithm(_) => "cryptarithm",
            Self::Word(_) => "word",
            Self::Equivalence(_) => "equivalence",
            Self::Filling(_) => "filling",
            Self::TuringRun(_) => "turing_run",
            Self::TuringHalting(_) => "turing_halting",
            Self::TuringNonhalting(_) => "turing_nonhalting",
            Self::TuringConstruct(_) => "turing_construct",
            Self::TuringTrace(_) => "turing_trace",
            Self::Lean(_) => "lean",
            Self::Program(_) => "program",
            Self::Plugin(_) => "plugin",
        }
    }

    /// Whether an answer has to be run to be judged, which takes a [`Court`](crate::Court).
    pub fn needs_court(&self) -> bool {
        match self {
            Self::Lean(_) | Self::Program(_) => true,
            Self::Plugin(check) => check.failure().is_none(),
            _ => false,
        }
    }

    /// Why the item could not be made, if it couldn't: nobody is to be asked then, and the item
    /// ends as an error.
    pub fn failure(&self) -> Option<&str> {
        match self {
            Self::Plugin(check) => check.failure(),
            _ => None,
        }
    }

    /// Judges one response, by the strict and by the lenient reading.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        each_kind!(self, check => check.judge(answer))
    }

    /// A right answer in the form the prompt asks for.
    pub fn reference(&self) -> String {
        each_kind!(self, check => check.reference())
    }

    /// A wrong answer in the form the prompt asks for.
    pub fn counterfeit(&self) -> String {
        each_kind!(self, check => check.counterfeit())
    }
}
