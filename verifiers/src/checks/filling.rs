//! An expression that makes two sides equal, no larger than asked.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::mba_data::{MbaDataError, Pair};
use crate::check::Answer;
use crate::extract;
use crate::mba::printer::{Claimed, theorem};
use crate::mba::{
    Cost, Decision, Equation, Expression, Limits, MAX_VARIABLES, Node, Notation, Variables, parse,
    print,
};
use crate::value::ExpressionShape;
use crate::verdict::{Judgement, Verdict};

/// The name of what is to be found, a variable of the two sides.
pub const UNKNOWN: &str = "H";

/// The answer must be an expression that, put in place of `H`, makes both sides equal for all words,
/// and has at most so many nodes (see [`Cost::nodes`]); it must be a constant where one is asked for.
/// Any such expression is right: equality is decided anew for each answer.
///
/// Where one side is `H` alone, the question is to simplify the other. An expression equal to it
/// that is too large, though smaller than what was given, is wrong with a score: the size asked for
/// divided by its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck", into = "RawCheck")]
pub struct FillingCheck {
    /// Over the variables and `H`.
    pair: Pair,
    variables: Variables,
    witness: Expression,
    largest: usize,
    constant: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    width: u32,
    variables: Variables,
    left: String,
    right: String,
    witness: String,
    largest: usize,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    constant: bool,
}

/// Why data is no question with a known answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FillingError {
    /// The two sides can't be read.
    #[error(transparent)]
    Data(#[from] MbaDataError),
    /// No room for the unknown.
    #[error("besides {UNKNOWN} there must be 1 to {} variables, none of that name", MAX_VARIABLES - 1)]
    Unknown,
    /// The unknown does not occur.
    #[error("{UNKNOWN} stands in neither side")]
    Absent,
    /// The witness is too large, or no constant where one is asked for.
    #[error("the witness has more than {0} nodes, or is no constant where one is asked for")]
    Size(usize),
    /// The witness does not make the sides equal, or it is not easy to prove.
    #[error("the witness is not soon proved to make both sides equal")]
    Unproved,
}

impl TryFrom<RawCheck> for FillingCheck {
    type Error = FillingError;

    fn try_from(raw: RawCheck) -> Result<Self, FillingError> {
        let all = with_unknown(&raw.variables)?;
        let pair = Pair::read(raw.width, all, &raw.left, &raw.right)?;
        let witness =
            parse(&raw.witness, &raw.variables, None).map_err(|source| MbaDataError::Side {
                side: "witness's",
                source,
            })?;
        Self::of(pair, raw.variables, witness, raw.largest, raw.constant)
    }
}

impl From<FillingCheck> for RawCheck {
    fn from(check: FillingCheck) -> Self {
        let [left, right] = check.pair.spelled();
        Self {
            width: check.pair.width,
            left,
            right,
            witness: print(&check.witness, &check.variables, Notation::C),
            variables: check.variables,
            largest: check.largest,
            constant: check.constant,
        }
    }
}

/// The variables with [`UNKNOWN`] behind them.
///
/// # Errors
/// [`FillingError::Unknown`] when there is no room, or one of them has that name.
pub fn with_unknown(variables: &Variables) -> Result<Variables, FillingError> {
    let names = variables.names().iter().map(String::as_str);
    Variables::new(names.chain([UNKNOWN])).map_err(|_| FillingError::Unknown)
}

/// What is asked of an answer besides being right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The most nodes it may have.
    pub largest: usize,
    /// Whether it must be a constant.
    pub constant: bool,
}

impl FillingCheck {
    /// The check for the sides `left` and `right` over `variables` and, as the variable behind them,
    /// [`UNKNOWN`]; `witness`, over `variables`, makes them equal.
    ///
    /// # Errors
    /// [`FillingError`] when the expressions don't fit the variables, or the witness is not proved.
    pub fn new(
        width: u32,
        variables: Variables,
        left: Expression,
        right: Expression,
        witness: Expression,
        asked: Asked,
    ) -> Result<Self, FillingError> {
        let pair = Pair::new(width, with_unknown(&variables)?, left, right)?;
        Self::of(pair, variables, witness, asked.largest, asked.constant)
    }

    fn of(
        pair: Pair,
        variables: Variables,
        witness: Expression,
        largest: usize,
        constant: bool,
    ) -> Result<Self, FillingError> {
        let check = Self {
            pair,
            variables,
            witness,
            largest,
            constant,
        };
        let unknown = check.variables.len();
        if !check.pair.left.mentions(unknown) && !check.pair.right.mentions(unknown) {
            return Err(FillingError::Absent);
        }
        if check.witness.arity() > check.variables.len() {
            return Err(MbaDataError::Nameless.into());
        }
        if check.fault(&check.witness).is_some() {
            return Err(FillingError::Size(largest));
        }
        match check.filled(&check.witness, Limits::ITEM) {
            Decision::Equal(_) => Ok(check),
            _ => Err(FillingError::Unproved),
        }
    }

    /// The names of the variables, without the unknown.
    pub fn variables(&self) -> &Variables {
        &self.variables
    }

    /// How many bits a word has.
    pub fn width(&self) -> u32 {
        self.pair.width
    }

    /// The two sides, in which the unknown is the variable behind the others.
    pub fn sides(&self) -> (&Expression, &Expression) {
        (&self.pair.left, &self.pair.right)
    }

    /// An expression that makes the sides equal.
    pub fn witness(&self) -> &Expression {
        &self.witness
    }

    /// The most nodes an answer may have.
    pub fn largest(&self) -> usize {
        self.largest
    }

    /// Whether the answer must be a constant.
    pub fn wants_constant(&self) -> bool {
        self.constant
    }

    /// That the sides are equal with the witness in place of the unknown, as a Lean theorem of this
    /// name, without its proof (see [`crate::mba::printer::theorem`]).
    pub fn theorem(&self, name: &str) -> String {
        let unknown = self.variables.len();
        let [left, right] =
            [&self.pair.left, &self.pair.right].map(|side| side.substitute(unknown, &self.witness));
        let width = Some(self.pair.width);
        theorem(name, &self.variables, width, &left, &right, Claimed::Equal)
    }

    /// Judges a response. Where equality is not decided within [`Limits::JUDGE`], the verdict is an
    /// error: nobody knows whether the answer is right.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let shape = ExpressionShape {
            variables: &self.variables,
            width: self.pair.width,
        };
        extract::read(answer, &shape).judge(|expression| self.decide(expression))
    }

    /// The witness, boxed.
    pub fn reference(&self) -> String {
        self.reply(&self.witness)
    }

    /// A neighbour of the witness that does not make the sides equal, boxed.
    pub fn counterfeit(&self) -> String {
        let wrong = self
            .neighbours()
            .find(|wrong| matches!(self.filled(wrong, Limits::ITEM), Decision::Different(..)));
        // Where anything makes the sides equal, size alone can be wrong.
        let wrong = wrong.unwrap_or_else(|| {
            let mut large = self.witness.clone();
            while Cost::of(&large).nodes <= self.largest {
                large = large.binary(Node::Add, &Expression::constant(1));
            }
            large
        });
        self.reply(&wrong)
    }

    fn neighbours(&self) -> impl Iterator<Item = Expression> {
        let constant = |value| Expression::constant(value);
        let witness = &self.witness;
        let leaves = (0..self.variables.len()).map(Expression::variable);
        [
            witness.clone().binary(Node::Add, &constant(1)),
            witness.clone().not(),
            constant(0),
            constant(1),
        ]
        .into_iter()
        .chain(leaves.filter(|_| !self.constant))
    }

    fn reply(&self, answer: &Expression) -> String {
        let answer = print(answer, &self.variables, Notation::C);
        super::reply("Bringing the sides into normal form leaves this.", &answer)
    }

    /// Whether the sides are equal with `answer` in place of the unknown.
    fn filled(&self, answer: &Expression, limits: Limits) -> Decision {
        let unknown = self.variables.len();
        let [left, right] =
            [&self.pair.left, &self.pair.right].map(|side| side.substitute(unknown, answer));
        self.compare(&left, &right, limits)
    }

    fn compare(&self, left: &Expression, right: &Expression, limits: Limits) -> Decision {
        Equation {
            left,
            right,
            width: self.pair.width,
            variables: self.variables.len(),
        }
        .decide(limits)
    }

    /// What is not as asked about an expression, apart from what it is equal to.
    fn fault(&self, answer: &Expression) -> Option<String> {
        let nodes = Cost::of(answer).nodes;
        if self.constant && answer.arity() > 0 {
            return Some("a constant was asked for".to_owned());
        }
        (nodes > self.largest).then(|| {
            format!(
                "it has {nodes} nodes, and at most {} were asked for",
                self.largest
            )
        })
    }

    /// What is simplified, where one side is the unknown alone.
    fn given(&self) -> Option<&Expression> {
        let unknown = Expression::variable(self.variables.len());
        let (left, right) = self.sides();
        if *right == unknown {
            Some(left)
        } else {
            (*left == unknown).then_some(right)
        }
    }

    /// Whether `answer` makes the sides equal, by way of the witness where it is equal to that.
    fn settled(&self, answer: &Expression) -> Decision {
        let known = self.compare(answer, &self.witness, Limits::JUDGE);
        let conclusive = match known {
            Decision::Equal(_) => true,
            Decision::Different(..) => self.given().is_some(),
            Decision::Undecided(_) => false,
        };
        if conclusive {
            known
        } else {
            self.filled(answer, Limits::JUDGE)
        }
    }

    fn decide(&self, answer: &Expression) -> Verdict {
        let text = print(answer, &self.variables, Notation::C);
        let nodes = Cost::of(answer).nodes;
        let fault = self.fault(answer);
        let given = self.given().map(|given| Cost::of(given).nodes);
        let creditable = !self.constant && given.is_some_and(|given| nodes < given);
        if let Some(fault) = &fault
            && !creditable
        {
            return Verdict::incorrect(text, fault.as_str());
        }
        match (self.settled(answer), fault) {
            (Decision::Equal(_), None) => Verdict::correct(text),
            (Decision::Equal(_), Some(fault)) => Verdict {
                // Both are whole numbers below 2^53, so that the quotient is the same everywhere.
                score: self.largest as f64 / nodes as f64,
                ..Verdict::incorrect(text, format!("it is equal, but {fault}"))
            },
            (Decision::Different(at, _), _) => {
                let at = self.pair.assignment(&at);
                Verdict::incorrect(text, format!("the sides differ where {at}"))
            }
            (Decision::Undecided(_), Some(fault)) => Verdict::incorrect(text, fault),
            // Nobody can say that it is right; and were this an error, which is left out of the
            // score, a model could trade wrong answers for none by writing hard ones.
            (Decision::Undecided(limit), None) => {
                Verdict::incorrect(text, format!("limit reached: {limit}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn check(
        left: &str,
        right: &str,
        witness: &str,
        asked: Asked,
    ) -> Result<FillingCheck, FillingError> {
        let variables = Variables::new(["x", "y"]).expect("names");
        let all = with_unknown(&variables).expect("room");
        let witness = read(witness, &variables);
        FillingCheck::new(
            8,
            variables,
            read(left, &all),
            read(right, &all),
            witness,
            asked,
        )
    }

    fn read(text: &str, variables: &Variables) -> Expression {
        parse(text, variables, None).expect("an expression")
    }

    fn asked(largest: usize) -> Asked {
        Asked {
            largest,
            constant: false,
        }
    }

    fn judge(check: &FillingCheck, text: &str) -> Verdict {
        check
            .judge(Answer {
                text: &format!("\\boxed{{{text}}}"),
                finish: Finish::Stop,
            })
            .strict
    }

    #[test]
    fn simplifying_is_scored_by_size() {
        let check = check("(x ^ y) + 2*(x & y)", "H", "x + y", asked(3)).expect("a question");
        for text in ["x + y", "y + x", "$x + y$", "x - -y"] {
            let small = text.len() < 6 || text.starts_with('$');
            let verdict = judge(&check, text);
            assert_eq!(verdict.outcome.is_correct(), small, "{text}");
            assert_eq!(verdict.score, if small { 1.0 } else { 0.75 }, "{text}");
        }
        let large = judge(&check, "(x | y) + (x & y)");
        assert_eq!(large.outcome, Outcome::Incorrect);
        assert_eq!(large.score, 3.0 / 7.0);
        assert_eq!(
            large.evidence.reason.as_deref(),
            Some("it is equal, but it has 7 nodes, and at most 3 were asked for")
        );
        // What was given is no simplification, and neither is a wrong expression.
        assert_eq!(judge(&check, "(x ^ y) + 2*(x & y)").score, 0.0);
        let wrong = judge(&check, "x | y");
        assert_eq!((wrong.outcome, wrong.score), (Outcome::Incorrect, 0.0));
        assert_eq!(
            wrong.evidence.reason.as_deref(),
            Some("the sides differ where x = 1, y = 1")
        );
        assert_eq!(judge(&check, "w").outcome.name(), "unparsable");
    }

    #[test]
    fn any_filling_is_right() {
        let hole = check("x + y", "(x ^ y) + 2*(x & H)", "y", asked(3)).expect("a question");
        for text in ["y", "x & y", "y | ~x"] {
            assert_eq!(
                judge(&hole, text).outcome.is_correct(),
                text.len() < 6,
                "{text}"
            );
        }
        let coefficient = Asked {
            largest: 3,
            constant: true,
        };
        let hole = check("x + 128*y", "x + H*y", "128", coefficient).expect("a question");
        for text in ["128", "-128", "0x80", "64 + 64"] {
            assert_eq!(judge(&hole, text).outcome, Outcome::Correct, "{text}");
        }
        for (text, reason) in [
            ("x", "a constant was asked for"),
            (
                "1 + 1 + 126",
                "it has 5 nodes, and at most 3 were asked for",
            ),
            ("127", "the sides differ where x = 0, y = 1"),
        ] {
            let verdict = judge(&hole, text);
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{text}");
        }
    }

    #[test]
    fn players_are_right_and_wrong_even_where_much_is_right() {
        for check in [
            check("0*H", "x - x", "5", asked(1)),
            check("128*(2*H)", "0*x", "0", asked(1)),
            check("x & H", "x", "-1", asked(1)),
        ] {
            let check = check.expect("a question");
            let judge = |text: &str| {
                check
                    .judge(Answer {
                        text,
                        finish: Finish::Stop,
                    })
                    .strict
            };
            assert_eq!(judge(&check.reference()).outcome, Outcome::Correct);
            assert_eq!(judge(&check.counterfeit()).outcome, Outcome::Incorrect);
        }
    }

    /// Whether an answer's product is right takes a solver longer than it is given.
    #[test]
    fn what_is_not_decided_is_an_error() {
        let variables = Variables::new(["x", "y"]).expect("names");
        let all = with_unknown(&variables).expect("room");
        let given = read("(x*y >> 1) + (x*y & x)", &all);
        let witness = read("(x*y >> 1) + (x*y & x)", &variables);
        let asked = Asked {
            largest: 40,
            constant: false,
        };
        let check = FillingCheck::new(64, variables, given, read("H", &all), witness, asked);
        let check = check.expect("a question");
        let hard = "((((x & y)*(x | y) >> 1) + ((x & ~y)*(~x & y) >> 1)) + ((x & ~y)*(x & y) & 0)) + (x*y & x)";
        let verdict = judge(&check, hard);
        assert_ne!(verdict.outcome, Outcome::Correct);
        let reshaped = "((y*(x + 1) - y) >> 1) + (y & x*x*0 + x*y & x)";
        let verdict = judge(&check, reshaped);
        assert!(verdict.outcome == Outcome::Incorrect, "{verdict:?}");
    }

    #[test]
    fn data_with_a_wrong_key_is_refused() {
        let of = |left, right, witness, largest| check(left, right, witness, asked(largest)).err();
        assert_eq!(of("x + y", "H", "x | y", 9), Some(FillingError::Unproved));
        assert_eq!(of("x + y", "H", "x + y", 2), Some(FillingError::Size(2)));
        assert_eq!(of("x + y", "y + x", "x", 9), Some(FillingError::Absent));
        let constant = Asked {
            largest: 9,
            constant: true,
        };
        assert_eq!(
            check("x", "H", "x", constant).err(),
            Some(FillingError::Size(9))
        );
        for json in [
            r#"{"width":8,"variables":["x","H"],"left":"x","right":"H","witness":"x","largest":1}"#,
            r#"{"width":8,"variables":["x"],"left":"x","right":"H","witness":"H","largest":1}"#,
            r#"{"width":99,"variables":["x"],"left":"x","right":"H","witness":"x","largest":1}"#,
        ] {
            assert!(
                serde_json::from_str::<FillingCheck>(json).is_err(),
                "{json}"
            );
        }
    }
}
