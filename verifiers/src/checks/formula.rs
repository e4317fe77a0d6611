//! A satisfying assignment of a formula, or the claim that there is none.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Answer;
use crate::extract;
use crate::formula::{Connective, MAX_TABLE, Table};
use crate::value::{TruthShape, Truths};
use crate::verdict::{Judgement, Verdict};

/// The most variables of a formula.
const MAX_VARIABLES: usize = 64;

/// The answer must give every variable a value such that all clauses are true; any such assignment
/// is right. Where the formula has none, the answer must say so; that it has none is proved by its
/// truth table whenever the check is made or read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct FormulaCheck {
    variables: usize,
    connective: Connective,
    clauses: Vec<Vec<i32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<Vec<bool>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    variables: usize,
    connective: Connective,
    clauses: Vec<Vec<i32>>,
    #[serde(default)]
    witness: Option<Vec<bool>>,
}

/// Why data is no formula with a known answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FormulaError {
    /// The formula has no or too many variables, or a clause that is empty or names another.
    #[error("a formula has 1 to {MAX_VARIABLES} variables and clauses of literals of them")]
    Clauses,
    /// The witness leaves a clause false.
    #[error("the witness does not give every variable a value that makes all clauses true")]
    Witness,
    /// Without a witness the formula must be unsatisfiable, and small enough to show it.
    #[error(
        "no witness is given, yet the formula is satisfiable or has over {MAX_TABLE} variables"
    )]
    Satisfiable,
}

impl TryFrom<RawCheck> for FormulaCheck {
    type Error = FormulaError;

    fn try_from(raw: RawCheck) -> Result<Self, FormulaError> {
        Self::new(raw.variables, raw.connective, raw.clauses, raw.witness)
    }
}

impl FormulaCheck {
    /// The check for the conjunction of `clauses` over `variables` variables, which `witness` makes
    /// true; `None` where no assignment does.
    ///
    /// # Errors
    /// [`FormulaError`] when the clauses are no formula or the witness is wrong.
    pub fn new(
        variables: usize,
        connective: Connective,
        clauses: Vec<Vec<i32>>,
        witness: Option<Vec<bool>>,
    ) -> Result<Self, FormulaError> {
        let literal = |literal: &i32| (1..=variables).contains(&(literal.unsigned_abs() as usize));
        let clause = |clause: &Vec<i32>| !clause.is_empty() && clause.iter().all(literal);
        if !(1..=MAX_VARIABLES).contains(&variables)
            || clauses.is_empty()
            || !clauses.iter().all(clause)
        {
            return Err(FormulaError::Clauses);
        }
        let check = Self {
            variables,
            connective,
            clauses,
            witness,
        };
        match &check.witness {
            Some(values) if values.len() != variables || check.broken(values).is_some() => {
                Err(FormulaError::Witness)
            }
            None if !check.is_unsatisfiable() => Err(FormulaError::Satisfiable),
            _ => Ok(check),
        }
    }

    /// How many variables the formula has.
    pub fn variables(&self) -> usize {
        self.variables
    }

    /// The clauses, and how their literals are joined.
    pub fn clauses(&self) -> (Connective, &[Vec<i32>]) {
        (self.connective, &self.clauses)
    }

    /// Whether some assignment makes the formula true.
    pub fn is_satisfiable(&self) -> bool {
        self.witness.is_some()
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let shape = TruthShape {
            variables: self.variables,
        };
        extract::read(answer, &shape).judge(|truths| self.decide(truths))
    }

    /// The witness, boxed, or that there is none.
    pub fn reference(&self) -> String {
        self.reply(self.witness.as_deref())
    }

    /// An assignment that makes the first clause false, boxed.
    pub fn counterfeit(&self) -> String {
        let mut values = self
            .witness
            .clone()
            .unwrap_or_else(|| vec![false; self.variables]);
        if let Some(clause) = self.clauses.first() {
            match self.connective {
                Connective::Or => {
                    for literal in clause {
                        values[literal.unsigned_abs() as usize - 1] = *literal < 0;
                    }
                }
                // One change turns an odd number of true literals into an even one.
                Connective::Xor if self.connective.holds(clause, &values) => {
                    let place = clause[0].unsigned_abs() as usize - 1;
                    values[place] = !values[place];
                }
                Connective::Xor => {}
            }
        }
        self.reply(Some(&values))
    }

    fn reply(&self, values: Option<&[bool]>) -> String {
        let reasoning = "Going through the clauses one after another settles the variables.";
        let Some(values) = values else {
            return super::reply(reasoning, "unsatisfiable");
        };
        let mut text = String::with_capacity(9 * values.len());
        for (number, &value) in (1..).zip(values) {
            if number > 1 {
                text.push_str(", ");
            }
            text.push('x');
            text.push_str(itoa::Buffer::new().format(number));
            text.push_str(if value { " = T" } else { " = F" });
        }
        super::reply(reasoning, &text)
    }

    fn is_unsatisfiable(&self) -> bool {
        if self.variables > MAX_TABLE {
            return false;
        }
        let mut table = Table::new(self.variables);
        for clause in &self.clauses {
            table.restrict(self.connective, clause);
        }
        table.is_empty()
    }

    /// The first clause that is false.
    fn broken(&self, values: &[bool]) -> Option<usize> {
        self.clauses
            .iter()
            .position(|clause| !self.connective.holds(clause, values))
    }

    fn decide(&self, truths: &Truths) -> Verdict {
        let values = match truths {
            Truths::Values(values) => values,
            Truths::Unsatisfiable if self.witness.is_none() => {
                return Verdict::correct("unsatisfiable");
            }
            Truths::Unsatisfiable => {
                return Verdict::incorrect("unsatisfiable", "the formula is satisfiable");
            }
        };
        let mut found = vec![None; self.variables];
        let mut fault = None;
        for &(number, value) in values {
            match found.get_mut((number as usize).wrapping_sub(1)) {
                None => fault = Some(format!("there is no variable x{number}")),
                Some(Some(_)) => fault = Some(format!("x{number} is given twice")),
                Some(place) => *place = Some(value),
            }
        }
        let letter = |value: &Option<bool>| match value {
            Some(true) => 'T',
            Some(false) => 'F',
            None => '?',
        };
        let text: String = found.iter().map(letter).collect();
        if let Some(fault) = fault {
            return Verdict::incorrect(text, fault);
        }
        if let Some(place) = found.iter().position(Option::is_none) {
            return Verdict::incorrect(text, format!("x{} has no value", place + 1));
        }
        if self.witness.is_none() {
            return Verdict::incorrect(text, "the formula is unsatisfiable");
        }
        let values: Vec<bool> = found.into_iter().flatten().collect();
        match self.broken(&values) {
            Some(clause) => Verdict::incorrect(text, format!("clause {} is false", clause + 1)),
            None => Verdict::correct(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn check(connective: Connective, clauses: &[&[i32]], witness: Option<&[bool]>) -> FormulaCheck {
        let clauses = clauses.iter().map(|clause| clause.to_vec()).collect();
        FormulaCheck::new(2, connective, clauses, witness.map(<[bool]>::to_vec)).expect("a formula")
    }

    fn judge(check: &FormulaCheck, text: &str) -> Verdict {
        check
            .judge(Answer {
                text: &format!("\\boxed{{{text}}}"),
                finish: Finish::Stop,
            })
            .strict
    }

    #[test]
    fn any_satisfying_assignment_is_right() {
        let or = check(Connective::Or, &[&[1, 2]], Some(&[true, true]));
        for text in ["x1 = T, x2 = F", "x2 = T, x1 = F", "1, 1"] {
            assert_eq!(judge(&or, text).outcome, Outcome::Correct, "{text}");
        }
        let xor = check(Connective::Xor, &[&[1, 2]], Some(&[true, false]));
        assert_eq!(judge(&xor, "x1 = F, x2 = T").outcome, Outcome::Correct);
        assert_eq!(judge(&xor, "x1 = T, x2 = T").outcome, Outcome::Incorrect);
    }

    #[test]
    fn the_reason_says_what_is_wrong() {
        let or = check(Connective::Or, &[&[1, 2], &[-1, -2]], Some(&[true, false]));
        for (text, reason) in [
            ("x1 = T, x2 = T", "clause 2 is false"),
            ("x1 = T", "x2 has no value"),
            ("x1 = T, x2 = F, x2 = F", "x2 is given twice"),
            ("x1 = T, x3 = F", "there is no variable x3"),
            ("unsatisfiable", "the formula is satisfiable"),
        ] {
            let verdict = judge(&or, text);
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{text}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{text}");
        }
    }

    #[test]
    fn a_contradiction_has_one_answer() {
        let none = check(Connective::Or, &[&[1], &[-1]], None);
        assert_eq!(judge(&none, "unsatisfiable").outcome, Outcome::Correct);
        assert_eq!(judge(&none, "x1 = T, x2 = T").outcome, Outcome::Incorrect);
    }

    #[test]
    fn data_with_a_wrong_key_is_refused() {
        let new = |clauses: &[&[i32]], witness: Option<&[bool]>| {
            FormulaCheck::new(
                2,
                Connective::Or,
                clauses.iter().map(|clause| clause.to_vec()).collect(),
                witness.map(<[bool]>::to_vec),
            )
        };
        assert_eq!(new(&[&[1, 2]], None), Err(FormulaError::Satisfiable));
        assert_eq!(
            new(&[&[1, 2]], Some(&[false, false])),
            Err(FormulaError::Witness)
        );
        assert_eq!(new(&[&[1, 2]], Some(&[true])), Err(FormulaError::Witness));
        assert_eq!(new(&[&[1, 3]], None), Err(FormulaError::Clauses));
        assert_eq!(new(&[&[0]], None), Err(FormulaError::Clauses));
        assert_eq!(new(&[&[i32::MIN]], None), Err(FormulaError::Clauses));
        assert_eq!(new(&[], None), Err(FormulaError::Clauses));
    }
}
