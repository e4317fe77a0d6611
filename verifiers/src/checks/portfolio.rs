//! A choice of projects with the largest profit.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Answer;
use crate::extract;
use crate::portfolio::{Broken, MAX_PROJECTS, Projects, Side};
use crate::value::PortfolioShape;
use crate::verdict::{Judgement, Verdict};

/// The answer must name different projects that together break no rule and have the largest profit
/// that such a choice can have. Every such choice is right. That no choice is better is proved by
/// search whenever the check is made or read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct PortfolioCheck {
    names: Vec<u32>,
    projects: Projects,
    best: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    names: Vec<u32>,
    projects: Projects,
    best: Vec<u8>,
}

/// Why data is no choice of projects with a known best one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PortfolioError {
    /// The projects are too many or too few, have the same number, or lack a value.
    #[error(
        "there must be 2 to {MAX_PROJECTS} projects with numbers in ascending order, profits above \
         0, a value in every list, and rules about them alone"
    )]
    Projects,
    /// Every choice breaks a rule.
    #[error("no choice of projects keeps all rules; loosen one")]
    Infeasible,
    /// The choice given as the best one is not.
    #[error("the choice given as the best breaks a rule or has a smaller profit than another")]
    Best,
}

impl TryFrom<RawCheck> for PortfolioCheck {
    type Error = PortfolioError;

    fn try_from(raw: RawCheck) -> Result<Self, PortfolioError> {
        let mut check = Self::new(raw.names, raw.projects)?;
        let inside = |&place: &u8| usize::from(place) < check.names.len();
        if !raw.best.is_sorted_by(|one, other| one < other) || !raw.best.iter().all(inside) {
            return Err(PortfolioError::Best);
        }
        let chosen = raw.best.iter().fold(0, |set, &place| set | 1 << place);
        if check.projects.broken(chosen).is_some() || check.projects.profit(chosen) < check.profit()
        {
            return Err(PortfolioError::Best);
        }
        check.best = raw.best;
        Ok(check)
    }
}

impl PortfolioCheck {
    /// The check for projects that bear these numbers, ascending.
    ///
    /// # Errors
    /// [`PortfolioError`] when the parts do not fit each other or no choice keeps all rules.
    pub fn new(names: Vec<u32>, projects: Projects) -> Result<Self, PortfolioError> {
        let ascending = names.windows(2).all(|pair| pair[0] < pair[1]);
        if !ascending || names.len() != projects.profits.len() || !projects.is_consistent() {
            return Err(PortfolioError::Projects);
        }
        let chosen = projects.best().ok_or(PortfolioError::Infeasible)?;
        let best = (0..names.len() as u8)
            .filter(|place| chosen >> place & 1 == 1)
            .collect();
        Ok(Self {
            names,
            projects,
            best,
        })
    }

    /// The numbers of the projects, ascending.
    pub fn names(&self) -> &[u32] {
        &self.names
    }

    /// The projects and the rules.
    pub fn projects(&self) -> &Projects {
        &self.projects
    }

    /// The largest profit.
    pub fn profit(&self) -> u64 {
        self.projects.profit(self.set())
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &PortfolioShape).judge(|numbers| self.decide(numbers))
    }

    /// The best choice, boxed.
    pub fn reference(&self) -> String {
        self.reply(&self.best)
    }

    /// The best choice without its last project, which is too small a profit if nothing worse,
    /// boxed.
    pub fn counterfeit(&self) -> String {
        let (_, fewer) = self.best.split_last().unwrap_or((&0, &[]));
        self.reply(fewer)
    }

    fn reply(&self, places: &[u8]) -> String {
        let names: Vec<u32> = places
            .iter()
            .map(|&place| self.names[usize::from(place)])
            .collect();
        super::reply(
            "Comparing the choices that keep all rules settles it.",
            &super::list::spell(&names),
        )
    }

    fn set(&self) -> u32 {
        self.best.iter().fold(0, |set, &place| set | 1 << place)
    }

    fn decide(&self, numbers: &[u64]) -> Verdict {
        let mut sorted = numbers.to_vec();
        sorted.sort_unstable();
        let text = super::list::spell(&sorted);
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            return Verdict::incorrect(text, format!("project {} is chosen twice", pair[0]));
        }
        let mut chosen = 0;
        for number in &sorted {
            let place = u32::try_from(*number).map(|number| self.names.binary_search(&number));
            let Ok(Ok(place)) = place else {
                return Verdict::incorrect(text, format!("there is no project {number}"));
            };
            chosen |= 1 << place;
        }
        if let Some(broken) = self.projects.broken(chosen) {
            return Verdict::incorrect(text, self.explain(broken, chosen));
        }
        let (profit, best) = (self.projects.profit(chosen), self.profit());
        if profit < best {
            // The share says how near the answer came; it is no credit.
            let reason = format!(
                "the profit is {profit}, {} % of the largest, {best}",
                100 * profit / best
            );
            return Verdict::incorrect(text, reason);
        }
        Verdict::correct(text)
    }

    fn explain(&self, broken: Broken, chosen: u32) -> String {
        let projects = &self.projects;
        let sum = |values: &[u32]| -> u64 {
            let taken = values.iter().enumerate();
            let taken = taken.filter(|(place, _)| chosen >> place & 1 == 1);
            taken.map(|(_, &value)| u64::from(value)).sum()
        };
        match broken {
            Broken::Few if chosen == 0 => "no project is chosen".to_owned(),
            Broken::Few => format!("fewer than {} projects are chosen", projects.least),
            Broken::Limit(place) => {
                let limit = &projects.limits[place];
                let used = sum(&limit.uses);
                format!("the {} is {used}, over {}", limit.name, limit.most)
            }
            Broken::Average(place) => {
                let average = &projects.averages[place];
                let side = match average.side {
                    Side::AtLeast => "below",
                    Side::AtMost => "above",
                };
                let (whole, tenth) = (average.tenths / 10, average.tenths % 10);
                format!("the average {} is {side} {whole}.{tenth}", average.name)
            }
            Broken::Need(one, other) => {
                let (one, other) = (self.names[one], self.names[other]);
                format!("project {one} is chosen without project {other}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::portfolio::{Average, Limit};
    use crate::verdict::Outcome;

    fn check() -> PortfolioCheck {
        let projects = Projects {
            profits: vec![50, 30, 20, 40],
            limits: vec![Limit {
                name: "cost".to_owned(),
                uses: vec![5, 3, 2, 6],
                most: 8,
            }],
            averages: vec![Average {
                name: "quality".to_owned(),
                values: vec![9, 7, 8, 6],
                side: Side::AtLeast,
                tenths: 75,
            }],
            needs: vec![[1, 0]],
            least: 1,
        };
        PortfolioCheck::new(vec![12, 25, 40, 77], projects).expect("a choice")
    }

    fn judge(check: &PortfolioCheck, text: &str) -> Verdict {
        check
            .judge(Answer {
                text: &format!("\\boxed{{{text}}}"),
                finish: Finish::Stop,
            })
            .strict
    }

    #[test]
    fn the_best_choice_is_right_in_any_order_and_by_any_name() {
        for text in ["12, 25", "[25, 12]", "Project 25 and Project 12"] {
            let verdict = judge(&check(), text);
            assert_eq!(verdict.outcome, Outcome::Correct, "{text}");
            assert_eq!(verdict.evidence.answer.as_deref(), Some("[12, 25]"));
        }
    }

    #[test]
    fn the_reason_says_what_is_wrong() {
        for (text, reason) in [
            ("12, 40", "the profit is 70, 87 % of the largest, 80"),
            ("12, 25, 40", "the cost is 10, over 8"),
            ("25, 40", "project 25 is chosen without project 12"),
            ("40, 77", "the average quality is below 7.5"),
            ("12, 12, 25", "project 12 is chosen twice"),
            ("12, 25, 99", "there is no project 99"),
            ("12, 25, 4294967308", "there is no project 4294967308"),
            ("[]", "no project is chosen"),
        ] {
            let verdict = judge(&check(), text);
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{text}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{text}");
            assert_eq!(verdict.score, 0.0);
        }
    }

    #[test]
    fn two_best_choices_are_both_right() {
        let mut twins = check();
        twins.projects.averages.clear();
        twins.projects.needs.clear();
        twins.projects.profits = vec![50, 30, 30, 10];
        let twins = PortfolioCheck::new(twins.names, twins.projects).expect("a choice");
        for text in ["12, 25", "12, 40"] {
            assert_eq!(judge(&twins, text).outcome, Outcome::Correct, "{text}");
        }
    }

    #[test]
    fn data_with_a_wrong_key_is_refused() {
        let stored = serde_json::to_value(check()).expect("plain data");
        let read = |change: &dyn Fn(&mut serde_json::Value)| {
            let mut stored = stored.clone();
            change(&mut stored);
            serde_json::from_value::<PortfolioCheck>(stored)
        };
        assert_eq!(read(&|_| ()).expect("what was written"), check());
        for best in [
            vec![0],
            vec![0, 1, 2],
            vec![1, 0],
            vec![0, 0],
            vec![0, 200],
            vec![],
        ] {
            let error = read(&|stored| stored["best"] = best.clone().into()).expect_err("wrong");
            assert!(error.to_string().contains("given as the best"), "{error}");
        }
        assert!(read(&|stored| stored["names"] = vec![12, 12, 40, 77].into()).is_err());
        assert!(read(&|stored| stored["projects"]["profits"] = vec![1, 2].into()).is_err());
        assert!(read(&|stored| stored["projects"]["needs"] = vec![vec![0, 9]].into()).is_err());
        let error = read(&|stored| stored["projects"]["limits"][0]["most"] = 1.into());
        assert!(
            error
                .expect_err("infeasible")
                .to_string()
                .contains("loosen")
        );
    }
}
