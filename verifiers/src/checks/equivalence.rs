//! Whether two expressions over n-bit words are equivalent, with a counterexample where not.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::mba_data::{MbaDataError, Pair};
use crate::Integer;
use crate::check::Answer;
use crate::extract;
use crate::mba::printer::{Claimed, theorem};
use crate::mba::{Decision, Expression, Limits, Variables};
use crate::value::{Claim, CounterexampleShape, word};
use crate::verdict::{Judgement, Verdict};

/// The answer must say that the two sides have the same value for all words, or give words for which
/// they don't; any such words are right, as they are tried out. That the sides are equivalent is
/// proved, and that the witness is a counterexample tried, whenever the check is made or read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck", into = "RawCheck")]
pub struct EquivalenceCheck {
    pair: Pair,
    witness: Option<Vec<u64>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    width: u32,
    variables: Variables,
    left: String,
    right: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    witness: Option<Vec<Integer>>,
}

/// Why data is no question with a known answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EquivalenceError {
    /// The two sides can't be read.
    #[error(transparent)]
    Data(#[from] MbaDataError),
    /// The witness is none.
    #[error("the witness has not one word for each variable, or the sides agree there")]
    Witness,
    /// Without a witness the sides must be equivalent, and it must be easy to prove.
    #[error("no witness is given, yet the sides differ or are not soon proved to be equivalent")]
    Unproved,
}

impl TryFrom<RawCheck> for EquivalenceCheck {
    type Error = EquivalenceError;

    fn try_from(raw: RawCheck) -> Result<Self, EquivalenceError> {
        let pair = Pair::read(raw.width, raw.variables, &raw.left, &raw.right)?;
        let word = |word: &Integer| u64::try_from(&word.0).map_err(|_| EquivalenceError::Witness);
        let witness = raw.witness.map(|words| words.iter().map(word).collect());
        Self::of(pair, witness.transpose()?)
    }
}

impl From<EquivalenceCheck> for RawCheck {
    fn from(check: EquivalenceCheck) -> Self {
        let [left, right] = check.pair.spelled();
        let words = |words: Vec<u64>| words.into_iter().map(|word| Integer(word.into()));
        Self {
            width: check.pair.width,
            variables: check.pair.variables,
            left,
            right,
            witness: check.witness.map(|witness| words(witness).collect()),
        }
    }
}

impl EquivalenceCheck {
    /// The check for `left` and `right` over words of `width` bits; `witness` holds a word for each
    /// variable at which they differ, and is `None` where they are equivalent.
    ///
    /// # Errors
    /// [`EquivalenceError`] when the sides don't fit the variables, or are not as claimed.
    pub fn new(
        width: u32,
        variables: Variables,
        left: Expression,
        right: Expression,
        witness: Option<Vec<u64>>,
    ) -> Result<Self, EquivalenceError> {
        Self::of(Pair::new(width, variables, left, right)?, witness)
    }

    fn of(pair: Pair, witness: Option<Vec<u64>>) -> Result<Self, EquivalenceError> {
        let equation = pair.equation();
        match &witness {
            Some(words) => {
                let fit = words.len() == pair.variables.len()
                    && words.iter().all(|&w| word(w.into(), pair.width) == Some(w));
                if !fit || !equation.differs_at(words) {
                    return Err(EquivalenceError::Witness);
                }
            }
            None => match equation.decide(Limits::ITEM) {
                Decision::Equal(_) => {}
                _ => return Err(EquivalenceError::Unproved),
            },
        }
        Ok(Self { pair, witness })
    }

    /// The names of the variables.
    pub fn variables(&self) -> &Variables {
        &self.pair.variables
    }

    /// How many bits a word has.
    pub fn width(&self) -> u32 {
        self.pair.width
    }

    /// The two sides.
    pub fn sides(&self) -> (&Expression, &Expression) {
        (&self.pair.left, &self.pair.right)
    }

    /// Words at which the sides differ; `None` where they are equivalent.
    pub fn witness(&self) -> Option<&[u64]> {
        self.witness.as_deref()
    }

    /// What is asked as a Lean theorem of this name, without its proof (see
    /// [`crate::mba::printer::theorem`]): that the sides are equal, or that they are not.
    pub fn theorem(&self, name: &str) -> String {
        let (left, right) = self.sides();
        let (variables, width) = (self.variables(), Some(self.width()));
        let claim = match self.witness {
            None => Claimed::Equal,
            Some(_) => Claimed::Different,
        };
        theorem(name, variables, width, left, right, claim)
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let shape = CounterexampleShape {
            variables: &self.pair.variables,
        };
        extract::read(answer, &shape).judge(|claim| self.decide(claim))
    }

    /// That they are equivalent, or the witness, boxed.
    pub fn reference(&self) -> String {
        match &self.witness {
            None => reply("equivalent"),
            Some(words) => reply(&self.pair.assignment(words)),
        }
    }

    /// The other claim, boxed: of equivalent sides, that they differ where all words are 0.
    pub fn counterfeit(&self) -> String {
        match self.witness {
            Some(_) => reply("equivalent"),
            None => reply(&self.pair.assignment(&vec![0; self.pair.variables.len()])),
        }
    }

    fn decide(&self, claim: &Claim) -> Verdict {
        let given = match claim {
            Claim::Equivalent if self.witness.is_none() => return Verdict::correct("equivalent"),
            Claim::Equivalent => {
                let at = self.pair.assignment(self.witness.as_deref().unwrap_or(&[]));
                let reason = format!("the sides differ where {at}");
                return Verdict::incorrect("equivalent", reason);
            }
            Claim::Different(given) => given,
        };
        let names = self.pair.variables.names();
        let mut words: Vec<Option<u64>> = vec![None; names.len()];
        for &(index, value) in given {
            let text = "not equivalent";
            let Some(found) = word(value, self.pair.width) else {
                let reason = format!("{value} is no word of {} bits", self.pair.width);
                return Verdict::incorrect(text, reason);
            };
            if words[index].replace(found).is_some() {
                let reason = format!("{} is given twice", names[index]);
                return Verdict::incorrect(text, reason);
            }
        }
        let known: Vec<u64> = words.iter().copied().flatten().collect();
        if known.len() < words.len() {
            let missing = words.iter().position(Option::is_none).unwrap_or(0);
            let reason = match given.is_empty() {
                true => "no counterexample is given".to_owned(),
                false => format!("{} has no value", names[missing]),
            };
            return Verdict::incorrect("not equivalent", reason);
        }
        let text = self.pair.assignment(&known);
        let value = |side: &Expression| side.evaluate(self.pair.width, &known);
        let (left, right) = (value(&self.pair.left), value(&self.pair.right));
        if left == right {
            let reason = format!("both sides are {left} there");
            Verdict::incorrect(text, reason)
        } else {
            Verdict::correct(text)
        }
    }
}

fn reply(answer: &str) -> String {
    super::reply(
        "Comparing the two sides corner by corner settles it.",
        answer,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::mba::parse;
    use crate::verdict::Outcome;

    fn check(
        left: &str,
        right: &str,
        witness: Option<&[u64]>,
    ) -> Result<EquivalenceCheck, EquivalenceError> {
        let variables = Variables::new(["x", "y"]).expect("names");
        let read = |text| parse(text, &variables, None).expect("an expression");
        let (left, right) = (read(left), read(right));
        EquivalenceCheck::new(8, variables, left, right, witness.map(<[u64]>::to_vec))
    }

    fn judge(check: &EquivalenceCheck, text: &str) -> Verdict {
        check
            .judge(Answer {
                text: &format!("\\boxed{{{text}}}"),
                finish: Finish::Stop,
            })
            .strict
    }

    #[test]
    fn any_counterexample_is_right_and_none_is_not() {
        let check = check("x + y", "x | y", Some(&[1, 1])).expect("they differ");
        for text in [
            "x = 1, y = 1",
            "y = 0xFF, x = -1",
            "not equivalent, x = 3, y = 2",
        ] {
            assert_eq!(judge(&check, text).outcome, Outcome::Correct, "{text}");
        }
        for (text, reason) in [
            ("equivalent", "the sides differ where x = 1, y = 1"),
            ("not equivalent", "no counterexample is given"),
            ("x = 1, y = 2", "both sides are 3 there"),
            ("x = 1", "y has no value"),
            ("x = 1, x = 1, y = 1", "x is given twice"),
            ("x = 256, y = 1", "256 is no word of 8 bits"),
        ] {
            let verdict = judge(&check, text);
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{text}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{text}");
        }
    }

    #[test]
    fn questions_are_theorems() {
        let equal = check("x + y", "(x | y) + (x & y)", None).expect("they are equal");
        assert_eq!(
            equal.theorem("mba_1"),
            "theorem mba_1 (x y : BitVec 8) :\n    x + y = (x ||| y) + (x &&& y)"
        );
        let different = check("x + 1", "~x", Some(&[1, 1])).expect("they differ");
        assert_eq!(
            different.theorem("mba_2"),
            "theorem mba_2 :\n    ¬ ∀ x y : BitVec 8, x + 1#8 = ~~~x"
        );
    }

    #[test]
    fn equivalence_has_one_answer() {
        let check = check("x + y", "(x | y) + (x & y)", None).expect("they are equal");
        assert_eq!(judge(&check, "equivalent").outcome, Outcome::Correct);
        assert_eq!(judge(&check, "x = 1, y = 1").outcome, Outcome::Incorrect);
        assert_eq!(judge(&check, "not equivalent").outcome, Outcome::Incorrect);
    }

    #[test]
    fn data_with_a_wrong_key_is_refused() {
        assert_eq!(
            check("x + y", "x | y", None),
            Err(EquivalenceError::Unproved)
        );
        let same = check("x + y", "y + x", Some(&[1, 1]));
        assert_eq!(same, Err(EquivalenceError::Witness));
        assert_eq!(check("x", "y", Some(&[1])), Err(EquivalenceError::Witness));
        assert_eq!(
            check("x", "y", Some(&[1, 256])),
            Err(EquivalenceError::Witness)
        );
        for json in [
            r#"{"width":0,"variables":["x"],"left":"x","right":"x"}"#,
            r#"{"width":65,"variables":["x"],"left":"x","right":"x"}"#,
            r#"{"width":8,"variables":["x"],"left":"x","right":"y"}"#,
            r#"{"width":8,"variables":[],"left":"1","right":"1"}"#,
            r#"{"width":8,"variables":["x"],"left":"x","right":"-x","witness":["-1"]}"#,
        ] {
            assert!(
                serde_json::from_str::<EquivalenceCheck>(json).is_err(),
                "{json}"
            );
        }
    }
}
