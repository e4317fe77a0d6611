//! The best selection of things under one rule.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::names::{are_names, places, repeated, spell, spell_stated};
use crate::check::Answer;
use crate::extract;
use crate::value::LettersShape;
use crate::verdict::{Judgement, Verdict};

/// What may be selected together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SelectionRule {
    /// Things with weights, as long as their sum is no more than the capacity.
    Capacity {
        /// The weight of each.
        weights: Vec<u32>,
        /// The most that a selection may weigh.
        capacity: u32,
    },
    /// Half-open intervals, each a start and an end after it, no two of which overlap.
    Apart {
        /// Start and end of each.
        intervals: Vec<[u32; 2]>,
    },
}

/// The answer must be a selection that keeps the rule and is worth no less than the witness. Every
/// such selection is right, in any order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct SelectionCheck {
    names: Vec<char>,
    values: Vec<u32>,
    rule: SelectionRule,
    witness: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    names: Vec<char>,
    values: Vec<u32>,
    rule: SelectionRule,
    witness: Vec<u8>,
}

/// Why data is no choice with a selection.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SelectionError {
    /// The names are no different capital letters in ascending order, or too few.
    #[error("things bear two or more capital letters in ascending order")]
    Names,
    /// Not every thing has a value, or one is 0 or too large.
    #[error("each thing has a value from 1 to {MAX_NUMBER}")]
    Values,
    /// Not every thing has a weight or an interval, or a number is too large.
    #[error(
        "each thing has a weight, or an interval that ends after its start, up to {MAX_NUMBER}"
    )]
    Rule,
    /// The witness breaks the rule.
    #[error("the witness is empty, repeats a thing or breaks the rule")]
    Witness,
}

/// The largest value, weight or end, so that sums fit.
const MAX_NUMBER: u32 = 1 << 24;

impl TryFrom<RawCheck> for SelectionCheck {
    type Error = SelectionError;

    fn try_from(raw: RawCheck) -> Result<Self, SelectionError> {
        Self::new(raw.names, raw.values, raw.rule, raw.witness)
    }
}

impl SelectionCheck {
    /// The check for things that bear these capital letters, in ascending order; values, weights
    /// and intervals follow that order, and `witness` is a best selection of its places.
    ///
    /// # Errors
    /// [`SelectionError`] when these do not fit together or the witness is wrong.
    pub fn new(
        names: Vec<char>,
        values: Vec<u32>,
        rule: SelectionRule,
        witness: Vec<u8>,
    ) -> Result<Self, SelectionError> {
        if !are_names(&names) {
            return Err(SelectionError::Names);
        }
        let count = names.len();
        if values.len() != count || !values.iter().all(|value| (1..=MAX_NUMBER).contains(value)) {
            return Err(SelectionError::Values);
        }
        let fits = match &rule {
            SelectionRule::Capacity { weights, .. } => {
                weights.len() == count && weights.iter().all(|&weight| weight <= MAX_NUMBER)
            }
            SelectionRule::Apart { intervals } => {
                let sound = |&[start, end]: &[u32; 2]| start < end && end <= MAX_NUMBER;
                intervals.len() == count && intervals.iter().all(sound)
            }
        };
        if !fits {
            return Err(SelectionError::Rule);
        }
        let chosen: Vec<usize> = witness.iter().copied().map(usize::from).collect();
        let inside = !chosen.is_empty() && chosen.iter().all(|&place| place < count);
        let check = Self {
            names,
            values,
            rule,
            witness,
        };
        if !inside || check.worth(&chosen).is_err() {
            return Err(SelectionError::Witness);
        }
        Ok(check)
    }

    /// The things' names, ascending.
    pub fn names(&self) -> &[char] {
        &self.names
    }

    /// The worth of a right selection.
    pub fn best(&self) -> u32 {
        let places = self.witness.iter().copied().map(usize::from);
        places.map(|place| self.values[place]).sum()
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &LettersShape { ordered: false }).judge(|stated| self.decide(stated))
    }

    /// The witness, boxed.
    pub fn reference(&self) -> String {
        self.reply(&self.witness)
    }

    /// The witness without its last thing, boxed; if it has no other, that thing twice.
    pub fn counterfeit(&self) -> String {
        match self.witness.as_slice() {
            &[only] => self.reply(&[only, only]),
            all => self.reply(&all[..all.len() - 1]),
        }
    }

    fn reply(&self, chosen: &[u8]) -> String {
        let chosen = chosen.iter().copied().map(usize::from);
        super::reply(
            "Weighing what each one shuts out leaves this selection.",
            &spell(&self.names, chosen, ", "),
        )
    }

    /// The evidence spells a selection in the order of the names, so that the same one is the same
    /// answer in any order.
    fn decide(&self, stated: &[char]) -> Verdict {
        let mut sorted = stated.to_vec();
        sorted.sort_unstable();
        let text = spell_stated(&sorted, ", ");
        let chosen = match places(&self.names, stated) {
            Ok(chosen) => chosen,
            Err(name) => return Verdict::incorrect(text, format!("there is no {name}")),
        };
        match self.worth(&chosen) {
            Err(fault) => Verdict::incorrect(text, fault),
            Ok(worth) if worth < self.best() => {
                let reason = format!("the selection is worth {worth} instead of {}", self.best());
                Verdict::incorrect(text, reason)
            }
            Ok(_) => Verdict::correct(text),
        }
    }

    /// What `chosen`, of places that there are, is worth, or how it breaks the rule.
    fn worth(&self, chosen: &[usize]) -> Result<u32, String> {
        if let Some(place) = repeated(chosen) {
            return Err(format!("{} is selected twice", self.names[place]));
        }
        match &self.rule {
            SelectionRule::Capacity { weights, capacity } => {
                let weight: u32 = chosen.iter().map(|&place| weights[place]).sum();
                if weight > *capacity {
                    return Err(format!(
                        "the selection weighs {weight}, more than {capacity}"
                    ));
                }
            }
            SelectionRule::Apart { intervals } => {
                let mut order = chosen.to_vec();
                order.sort_unstable_by_key(|&place| intervals[place]);
                let overlap = order
                    .windows(2)
                    .find(|pair| intervals[pair[0]][1] > intervals[pair[1]][0]);
                if let Some(pair) = overlap {
                    let [one, other] = [self.names[pair[0]], self.names[pair[1]]];
                    return Err(format!("{one} and {other} overlap"));
                }
            }
        }
        Ok(chosen.iter().map(|&place| self.values[place]).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn knapsack() -> SelectionCheck {
        let rule = SelectionRule::Capacity {
            weights: vec![5, 4, 3, 9],
            capacity: 9,
        };
        SelectionCheck::new(
            vec!['B', 'D', 'K', 'Q'],
            vec![6, 4, 4, 10],
            rule,
            vec![0, 1],
        )
        .expect("a selection")
    }

    fn intervals() -> SelectionCheck {
        let intervals = vec![[0, 4], [4, 6], [5, 9], [0, 9]];
        let rule = SelectionRule::Apart { intervals };
        SelectionCheck::new(vec!['B', 'D', 'K', 'Q'], vec![1; 4], rule, vec![0, 1])
            .expect("a selection")
    }

    fn judge(check: &SelectionCheck, text: &str) -> Verdict {
        check
            .judge(Answer {
                text: &format!("\\boxed{{{text}}}"),
                finish: Finish::Stop,
            })
            .strict
    }

    #[test]
    fn every_best_selection_is_accepted_in_any_order() {
        for (check, text) in [
            (knapsack(), "B, D"),
            (knapsack(), "D and B"),
            (knapsack(), "Q"),
            (intervals(), "{B, D}"),
            (intervals(), "[K, B]"),
        ] {
            assert_eq!(judge(&check, text).outcome, Outcome::Correct, "{text}");
        }
        let answer = judge(&knapsack(), "D, B").evidence.answer;
        assert_eq!(answer.as_deref(), Some("B, D"));
    }

    #[test]
    fn the_reason_says_what_is_wrong() {
        for (check, text, reason) in [
            (knapsack(), "B, K", None),
            (
                knapsack(),
                "D, K",
                Some("the selection is worth 8 instead of 10"),
            ),
            (
                knapsack(),
                "B, Q",
                Some("the selection weighs 14, more than 9"),
            ),
            (knapsack(), "K, K, K", Some("K is selected twice")),
            (knapsack(), "B, Z", Some("there is no Z")),
            (intervals(), "D, K", Some("D and K overlap")),
            (
                intervals(),
                "Q",
                Some("the selection is worth 1 instead of 2"),
            ),
        ] {
            let verdict = judge(&check, text);
            assert_eq!(verdict.evidence.reason.as_deref(), reason, "{text}");
        }
    }

    #[test]
    fn data_without_a_selection_is_refused() {
        let new = |names: &str, values: &[u32], weights: &[u32], witness: &[u8]| {
            let rule = SelectionRule::Capacity {
                weights: weights.to_vec(),
                capacity: 5,
            };
            SelectionCheck::new(
                names.chars().collect(),
                values.to_vec(),
                rule,
                witness.to_vec(),
            )
        };
        assert!(new("AB", &[1, 1], &[5, 5], &[0]).is_ok());
        assert_eq!(
            new("BA", &[1, 1], &[5, 5], &[0]),
            Err(SelectionError::Names)
        );
        assert_eq!(new("AB", &[1], &[5, 5], &[0]), Err(SelectionError::Values));
        assert_eq!(
            new("AB", &[1, 0], &[5, 5], &[0]),
            Err(SelectionError::Values)
        );
        assert_eq!(new("AB", &[1, 1], &[5], &[0]), Err(SelectionError::Rule));
        assert_eq!(
            new("AB", &[1, 1], &[5, u32::MAX], &[0]),
            Err(SelectionError::Rule)
        );
        for witness in [&[][..], &[2], &[255], &[0, 0], &[0, 1]] {
            let made = new("AB", &[1, 1], &[5, 5], witness);
            assert_eq!(made, Err(SelectionError::Witness), "{witness:?}");
        }
        let apart = |interval| {
            let rule = SelectionRule::Apart {
                intervals: vec![[0, 1], interval],
            };
            SelectionCheck::new(vec!['A', 'B'], vec![1, 1], rule, vec![0])
        };
        assert_eq!(apart([3, 3]), Err(SelectionError::Rule));
        assert_eq!(apart([3, u32::MAX]), Err(SelectionError::Rule));
    }
}
