//! A logic grid puzzle: who has what.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Answer;
use crate::extract;
use crate::logic::{Clue, Grid, MAX_SIDE, Puzzle};
use crate::value::{Named, RosterShape, Statement};
use crate::verdict::{Judgement, Verdict};

/// The longest name of a person, a category or a value, in bytes.
const LONGEST: usize = 24;

/// What people differ in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its name, one word.
    pub name: String,
    /// As many values as there are people, one word or number each; ascending where a clue compares
    /// them.
    pub values: Vec<String>,
}

/// The answer must give every person one value of every category, nobody the same, such that all
/// clues hold. Exactly one roster does, which is proved by search whenever the check is made or
/// read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct LogicCheck {
    people: Vec<String>,
    categories: Vec<Category>,
    clues: Vec<Clue>,
    /// For each category the person who has each value.
    solution: Vec<Vec<u8>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    people: Vec<String>,
    categories: Vec<Category>,
    clues: Vec<Clue>,
    solution: Vec<Vec<u8>>,
}

/// Why data is no puzzle with one solution.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LogicError {
    /// There are too many or too few people or categories, or values for them.
    #[error(
        "a puzzle has 2 to {MAX_SIDE} people, fewer categories than {MAX_SIDE}, and as many values \
         in each as people"
    )]
    Size,
    /// A name is no word of its own.
    #[error("`{0}` is no name: names are different words of letters and digits")]
    Name(String),
    /// A clue speaks of what there is not, or compares values that do not ascend.
    #[error("a clue does not fit the people and categories of the puzzle")]
    Clue,
    /// The clues fit no roster, or several, or too many to look at.
    #[error("the clues do not fit exactly one roster, or it takes too long to see")]
    Solution,
    /// The solution given is another.
    #[error("the solution given is not the one that fits the clues")]
    Given,
}

impl TryFrom<RawCheck> for LogicCheck {
    type Error = LogicError;

    fn try_from(raw: RawCheck) -> Result<Self, LogicError> {
        let check = Self::new(raw.people, raw.categories, raw.clues)?;
        match check.solution == raw.solution {
            true => Ok(check),
            false => Err(LogicError::Given),
        }
    }
}

impl LogicCheck {
    /// The check for a puzzle of these people, categories and clues. In a clue the people are
    /// category 0, and the first of `categories` is category 1.
    ///
    /// # Errors
    /// [`LogicError`] when the parts do not fit each other, or the clues not exactly one roster.
    pub fn new(
        people: Vec<String>,
        categories: Vec<Category>,
        clues: Vec<Clue>,
    ) -> Result<Self, LogicError> {
        let sized = |category: &Category| category.values.len() == people.len();
        if !categories.iter().all(sized)
            || !(2..=MAX_SIDE).contains(&people.len())
            || !(1..MAX_SIDE).contains(&categories.len())
        {
            return Err(LogicError::Size);
        }
        let mut check = Self {
            people,
            categories,
            clues,
            solution: Vec::new(),
        };
        check.look_at_names()?;
        let ascending = |clue: &Clue| match clue {
            Clue::Less { category, .. } => {
                let place = usize::from(*category).wrapping_sub(1);
                check.categories.get(place).is_some_and(ascends)
            }
            _ => true,
        };
        if !check.clues.iter().all(ascending) {
            return Err(LogicError::Clue);
        }
        let (people, categories) = (check.people.len(), check.categories.len() + 1);
        let puzzle = Puzzle::new(people, categories, &check.clues).ok_or(LogicError::Clue)?;
        let Ok(Some(grid)) = puzzle.only() else {
            return Err(LogicError::Solution);
        };
        check.solution = grid[1..categories]
            .iter()
            .map(|holders| holders[..people].to_vec())
            .collect();
        Ok(check)
    }

    /// The people.
    pub fn people(&self) -> &[String] {
        &self.people
    }

    /// What they differ in.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let shape = RosterShape::new(self.words());
        extract::read(answer, &shape).judge(|statements| self.decide(statements))
    }

    /// The solution, boxed.
    pub fn reference(&self) -> String {
        self.reply(&self.solution)
    }

    /// The solution with two people's values of the first category exchanged, boxed.
    pub fn counterfeit(&self) -> String {
        let mut wrong = self.solution.clone();
        if let Some([one, other, ..]) = wrong.first_mut().map(Vec::as_mut_slice) {
            std::mem::swap(one, other);
        }
        self.reply(&wrong)
    }

    fn reply(&self, solution: &[Vec<u8>]) -> String {
        let mut cells = [[None; MAX_SIDE]; MAX_SIDE];
        for (category, holders) in solution.iter().enumerate() {
            for (value, &person) in (0..).zip(holders) {
                cells[usize::from(person)][category] = Some(value);
            }
        }
        super::reply(
            "Crossing out what the clues exclude leaves one possibility.",
            &self.spell(&cells),
        )
    }

    /// `Anna: 34, cat; Ben: 51, dog`, in the order of the puzzle.
    fn spell(&self, cells: &[[Option<u8>; MAX_SIDE]; MAX_SIDE]) -> String {
        let mut text = String::with_capacity(48 * self.people.len());
        for (person, cells) in self.people.iter().zip(cells) {
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str(person);
            for (place, (category, cell)) in self.categories.iter().zip(cells).enumerate() {
                text.push_str(if place == 0 { ": " } else { ", " });
                text.push_str(cell.map_or("?", |value| &category.values[usize::from(value)]));
            }
        }
        text
    }

    /// Every name and what it means.
    fn words(&self) -> impl Iterator<Item = (&str, Named)> {
        let people = (0..).zip(&self.people);
        let people = people.map(|(person, name)| (name.as_str(), Named::Person(person)));
        let categories = (1..).zip(&self.categories).flat_map(|(place, category)| {
            let name = (category.name.as_str(), Named::Category(place));
            let values = (0..).zip(&category.values);
            let values =
                values.map(move |(value, name)| (name.as_str(), Named::Value(place, value)));
            std::iter::once(name).chain(values)
        });
        people.chain(categories)
    }

    /// Names must be told apart in an answer.
    fn look_at_names(&self) -> Result<(), LogicError> {
        let mut seen: Vec<String> = Vec::new();
        for (name, _) in self.words() {
            let lower = name.to_ascii_lowercase();
            let word = !name.is_empty()
                && name.len() <= LONGEST
                && name.chars().all(char::is_alphanumeric)
                && !RosterShape::is_taken(name);
            if !word || seen.contains(&lower) {
                return Err(LogicError::Name(name.to_owned()));
            }
            seen.push(lower);
        }
        Ok(())
    }

    fn decide(&self, statements: &[Statement]) -> Verdict {
        let mut cells = [[None; MAX_SIDE]; MAX_SIDE];
        let mut grid: Grid = [[u8::MAX; MAX_SIDE]; MAX_SIDE];
        grid[0] = [0, 1, 2, 3, 4];
        let mut fault = None;
        let name = |person: u8| &self.people[usize::from(person)];
        for &[person, place, value] in statements {
            let category = &self.categories[usize::from(place) - 1];
            let cell = &mut cells[usize::from(person)][usize::from(place) - 1];
            let holder = &mut grid[usize::from(place)][usize::from(value)];
            if cell.is_some_and(|known| known != value) {
                fault = fault.or_else(|| {
                    let category = &category.name;
                    Some(format!("{} has two values of {category}", name(person)))
                });
            } else if *holder != u8::MAX && *holder != person {
                fault = fault.or_else(|| {
                    let value = &category.values[usize::from(value)];
                    let (one, other) = (name(*holder), name(person));
                    Some(format!("{value} is given to {one} and to {other}"))
                });
            }
            *cell = Some(value);
            *holder = person;
        }
        let text = self.spell(&cells);
        if let Some(fault) = fault {
            return Verdict::incorrect(text, fault);
        }
        for (person, cells) in self.people.iter().zip(&cells) {
            for (category, cell) in self.categories.iter().zip(cells) {
                if cell.is_none() {
                    let reason = format!("{person} has no value of {}", category.name);
                    return Verdict::incorrect(text, reason);
                }
            }
        }
        match self.clues.iter().position(|clue| !clue.holds(&grid)) {
            Some(place) => Verdict::incorrect(text, format!("clue {} does not hold", place + 1)),
            None => Verdict::correct(text),
        }
    }
}

/// Whether the values are numbers in ascending order.
fn ascends(category: &Category) -> bool {
    let numbers: Option<Vec<u64>> = category
        .values
        .iter()
        .map(|value| value.parse().ok())
        .collect();
    numbers.is_some_and(|numbers| numbers.windows(2).all(|pair| pair[0] < pair[1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn category(name: &str, values: &[&str]) -> Category {
        Category {
            name: name.to_owned(),
            values: values.iter().map(|&value| value.to_owned()).collect(),
        }
    }

    /// Anna is younger than Ben, Clara is 51, and the cat is not Anna's nor Clara's; the dog's owner
    /// is the eldest.
    fn parts() -> (Vec<String>, Vec<Category>, Vec<Clue>) {
        let people = ["Anna", "Ben", "Clara"].map(str::to_owned).to_vec();
        let categories = vec![
            category("age", &["34", "40", "51"]),
            category("pet", &["dog", "cat", "owl"]),
        ];
        let clues = vec![
            Clue::Less {
                category: 1,
                terms: [[0, 0], [0, 1]],
            },
            Clue::Same {
                terms: [[0, 2], [1, 2]],
            },
            Clue::Same {
                terms: [[2, 0], [1, 2]],
            },
            Clue::Different {
                terms: [[0, 0], [2, 1]],
            },
        ];
        (people, categories, clues)
    }

    fn check() -> LogicCheck {
        let (people, categories, clues) = parts();
        LogicCheck::new(people, categories, clues).expect("a puzzle")
    }

    fn judge(text: &str) -> Verdict {
        let answer = Answer {
            text: &format!("\\boxed{{{text}}}"),
            finish: Finish::Stop,
        };
        check().judge(answer).strict
    }

    #[test]
    fn the_solution_is_right_in_any_form() {
        for text in [
            "Anna: 34, owl; Ben: 40, cat; Clara: 51, dog",
            "Clara: dog, 51\nAnna: owl, 34\nBen: cat, 40",
            "| Name | Pet | Age |\n|---|---|---|\n| Anna | owl | 34 |\n| Ben | cat | 40 |\n| Clara | dog | 51 |",
        ] {
            let verdict = judge(text);
            assert_eq!(verdict.outcome, Outcome::Correct, "{text}");
            assert_eq!(
                verdict.evidence.answer.as_deref(),
                Some("Anna: 34, owl; Ben: 40, cat; Clara: 51, dog")
            );
        }
    }

    #[test]
    fn the_reason_says_what_is_wrong() {
        for (text, reason) in [
            (
                "Anna: 40, owl; Ben: 34, cat; Clara: 51, dog",
                "clue 1 does not hold",
            ),
            (
                "Anna: 34, cat; Ben: 40, owl; Clara: 51, dog",
                "clue 4 does not hold",
            ),
            (
                "Anna: 34, owl; Ben: 40, cat; Clara: 51",
                "Clara has no value of pet",
            ),
            (
                "Anna: 34, owl; Ben: 40, owl; Clara: 51, dog",
                "owl is given to Anna and to Ben",
            ),
            (
                "Anna: 34, owl, cat; Ben: 40, cat; Clara: 51, dog",
                "Anna has two values of pet",
            ),
        ] {
            let verdict = judge(text);
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{text}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{text}");
        }
    }

    /// Spoils the parts of a puzzle.
    type Change<'a> = &'a dyn Fn(&mut Vec<String>, &mut Vec<Category>, &mut Vec<Clue>);

    #[test]
    fn data_that_is_no_puzzle_with_one_solution_is_refused() {
        let new = |change: Change<'_>| {
            let (mut people, mut categories, mut clues) = parts();
            change(&mut people, &mut categories, &mut clues);
            LogicCheck::new(people, categories, clues)
        };
        let size = Err(LogicError::Size);
        assert_eq!(new(&|people, _, _| people.truncate(2)), size);
        assert_eq!(new(&|_, categories, _| categories.clear()), size);
        assert_eq!(
            new(&|people, categories, _| {
                people.clear();
                categories
                    .iter_mut()
                    .for_each(|category| category.values.clear());
            }),
            size
        );
        for name in ["", "an owl", "OWL", "person", "age"] {
            let found = new(&|people, _, _| people[0] = name.to_owned());
            assert!(matches!(found, Err(LogicError::Name(_))), "{name}");
        }
        let clue = Err(LogicError::Clue);
        assert_eq!(
            new(&|_, categories, _| categories[0].values.swap(0, 1)),
            clue
        );
        assert_eq!(
            new(&|_, _, clues| clues.push(Clue::Same {
                terms: [[0, 0], [3, 0]]
            })),
            clue
        );
        let solution = Err(LogicError::Solution);
        assert_eq!(new(&|_, _, clues| clues.truncate(3)), solution);
        assert_eq!(
            new(&|_, _, clues| clues.push(Clue::Different {
                terms: [[0, 0], [1, 0]]
            })),
            solution
        );
        let mut stored = serde_json::to_value(check()).expect("plain data");
        assert_eq!(
            serde_json::from_value::<LogicCheck>(stored.clone()).expect("what was written"),
            check()
        );
        stored["solution"][0] = vec![1, 0, 2].into();
        let error = serde_json::from_value::<LogicCheck>(stored).expect_err("another");
        assert!(error.to_string().contains("solution given"), "{error}");
    }
}
