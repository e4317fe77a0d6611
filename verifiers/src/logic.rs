//! Logic grid puzzles: people, each of whom has one value of every category, and clues about them.
//!
//! Each value keeps a bit set of the people who may have it. Clues and the rule that nobody shares a
//! value remove people until nothing changes; then the value with the fewest people left is tried
//! with each of them. The search is exact and counts its steps, so that no data keep it busy.

use serde::{Deserialize, Serialize};

/// The most people, and the most categories with the people themselves as the first.
pub const MAX_SIDE: usize = 5;

/// How many branches a search may try; of 100,000 puzzles made, none took over a thousand.
const PATIENCE: u32 = 1 << 16;

/// A category's index and a value's index within it. Category 0 holds the people.
pub type Term = [u8; 2];

/// For each category the person who has each value; what lies beyond a puzzle's size is 0.
pub type Grid = [[u8; MAX_SIDE]; MAX_SIDE];

/// A statement about who has what. Who has a value may be said of a person too: everybody has
/// herself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Clue {
    /// One person has both.
    Same {
        /// Values of two categories.
        terms: [Term; 2],
    },
    /// One person has all three.
    Chain {
        /// Values of three categories.
        terms: [Term; 3],
    },
    /// No person has both.
    Different {
        /// Values of two categories.
        terms: [Term; 2],
    },
    /// Who has the first has an earlier value of `category` than who has the second.
    Less {
        /// A category whose values ascend; neither term is of it.
        category: u8,
        /// The two compared.
        terms: [Term; 2],
    },
}

impl Clue {
    /// The terms of the clue.
    pub fn terms(&self) -> &[Term] {
        match self {
            Self::Same { terms } | Self::Different { terms } | Self::Less { terms, .. } => terms,
            Self::Chain { terms } => terms,
        }
    }

    /// Whether the clue is true of a grid, whose size its indices must fit.
    pub fn holds(&self, grid: &Grid) -> bool {
        let holder = |term: Term| grid[usize::from(term[0])][usize::from(term[1])];
        match *self {
            Self::Same { terms: [a, b] } => holder(a) == holder(b),
            Self::Chain { terms: [a, b, c] } => holder(a) == holder(b) && holder(b) == holder(c),
            Self::Different { terms: [a, b] } => holder(a) != holder(b),
            Self::Less {
                category,
                terms: [a, b],
            } => {
                let rank = |person: u8| {
                    let values = &grid[usize::from(category)];
                    values.iter().position(|&holder| holder == person)
                };
                rank(holder(a)) < rank(holder(b))
            }
        }
    }
}

/// A search that took too many steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endless;

/// People and categories, and clues about them.
#[derive(Clone, Copy, Debug)]
pub struct Puzzle<'a> {
    people: usize,
    categories: usize,
    clues: &'a [Clue],
}

/// For each value the people who may have it, a bit each.
type Sets = [[u8; MAX_SIDE]; MAX_SIDE];

impl<'a> Puzzle<'a> {
    /// The puzzle of so many people and categories, the people counted as one; `None` unless both
    /// numbers are 2 to [`MAX_SIDE`], every index of a clue fits, and the terms of a clue are of
    /// different categories.
    pub fn new(people: usize, categories: usize, clues: &'a [Clue]) -> Option<Self> {
        let sized = (2..=MAX_SIDE).contains(&people) && (2..=MAX_SIDE).contains(&categories);
        let fits = |clue: &Clue| {
            let inside =
                |term: &Term| usize::from(term[0]) < categories && usize::from(term[1]) < people;
            let terms = clue.terms();
            let ranked = match clue {
                Clue::Less { category, .. } => {
                    (1..categories).contains(&usize::from(*category))
                        && terms.iter().all(|term| term[0] != *category)
                }
                _ => true,
            };
            // Two people may be compared; nothing else can be said of one category.
            let different = |place: usize| {
                let mut before = terms[..place].iter();
                before.all(|term| match clue {
                    Clue::Less { .. } => *term != terms[place],
                    _ => term[0] != terms[place][0],
                })
            };
            ranked && terms.iter().all(inside) && (0..terms.len()).all(different)
        };
        (sized && clues.iter().all(fits)).then_some(Self {
            people,
            categories,
            clues,
        })
    }

    /// A solution other than `known`, if there is one.
    ///
    /// # Errors
    /// [`Endless`] when the search takes too many steps.
    pub fn other(&self, known: &Grid) -> Result<Option<Grid>, Endless> {
        let mut found = None;
        self.search(|grid| {
            found = (grid != known).then_some(*grid);
            found.is_some()
        })?;
        Ok(found)
    }

    /// The only solution; `None` when there is none, or another.
    ///
    /// # Errors
    /// [`Endless`] when the search takes too many steps.
    pub fn only(&self) -> Result<Option<Grid>, Endless> {
        let (mut first, mut count) = (None, 0);
        self.search(|grid| {
            first = Some(*grid);
            count += 1;
            count > 1
        })?;
        Ok(first.filter(|_| count == 1))
    }

    /// Shows every solution to `stop`, until it says so.
    fn search(&self, mut stop: impl FnMut(&Grid) -> bool) -> Result<(), Endless> {
        let mut sets: Sets = [[0; MAX_SIDE]; MAX_SIDE];
        for (person, set) in sets[0].iter_mut().enumerate().take(self.people) {
            *set = 1 << person;
        }
        for category in &mut sets[1..self.categories] {
            category[..self.people].fill(self.everybody());
        }
        let mut left = PATIENCE;
        self.extend(sets, &mut left, &mut stop).map(|_| ())
    }

    fn everybody(&self) -> u8 {
        (1 << self.people) - 1
    }

    /// Whether the search was stopped within these sets.
    fn extend(
        &self,
        mut sets: Sets,
        left: &mut u32,
        stop: &mut impl FnMut(&Grid) -> bool,
    ) -> Result<bool, Endless> {
        if !self.propagate(&mut sets) {
            return Ok(false);
        }
        let mut tightest = None;
        let mut fewest = u32::MAX;
        for (category, values) in sets.iter().enumerate().take(self.categories) {
            for (value, set) in values.iter().enumerate().take(self.people) {
                let count = set.count_ones();
                if count > 1 && count < fewest {
                    fewest = count;
                    tightest = Some((category, value));
                }
            }
        }
        let Some((category, value)) = tightest else {
            let mut grid: Grid = [[0; MAX_SIDE]; MAX_SIDE];
            for (row, values) in grid.iter_mut().zip(&sets).take(self.categories) {
                for (holder, set) in row.iter_mut().zip(values).take(self.people) {
                    *holder = set.trailing_zeros() as u8;
                }
            }
            return Ok(stop(&grid));
        };
        let mut set = sets[category][value];
        while set != 0 {
            *left = left.checked_sub(1).ok_or(Endless)?;
            let person = set & set.wrapping_neg();
            set ^= person;
            let mut narrowed = sets;
            narrowed[category][value] = person;
            if self.extend(narrowed, left, stop)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Removes people until nothing changes; false when nobody is left for some value.
    fn propagate(&self, sets: &mut Sets) -> bool {
        loop {
            let before = *sets;
            for clue in self.clues {
                match *clue {
                    Clue::Same { terms } => meet(sets, &terms),
                    Clue::Chain { terms } => meet(sets, &terms),
                    Clue::Different { terms: [a, b] } => part(sets, a, b),
                    Clue::Less {
                        category,
                        terms: [a, b],
                    } => self.compare(sets, usize::from(category), a, b),
                }
            }
            for values in &mut sets[1..self.categories] {
                if !self.share(&mut values[..self.people]) {
                    return false;
                }
            }
            let mut all = sets[..self.categories].iter();
            if all.any(|values| values[..self.people].contains(&0)) {
                return false;
            }
            if *sets == before {
                return true;
            }
        }
    }

    /// Nobody has two values of a category, and everybody has one.
    fn share(&self, values: &mut [u8]) -> bool {
        let (mut once, mut twice, mut settled) = (0, 0, 0);
        for &set in values.iter() {
            twice |= once & set;
            once |= set;
            if set.is_power_of_two() {
                if settled & set != 0 {
                    return false;
                }
                settled |= set;
            }
        }
        if once != self.everybody() {
            return false;
        }
        let only = once & !twice;
        for set in values {
            if !set.is_power_of_two() {
                *set &= !settled;
            }
            if *set & only != 0 {
                *set &= only;
            }
        }
        true
    }

    /// Who has `a` comes before who has `b` in the order of a category's values.
    fn compare(&self, sets: &mut Sets, category: usize, a: Term, b: Term) {
        part(sets, a, b);
        // The first and the last value that each person may have.
        let (mut first, mut last) = ([u8::MAX; MAX_SIDE], [0; MAX_SIDE]);
        for (rank, &set) in (0..).zip(&sets[category][..self.people]) {
            for person in people(set) {
                first[person] = first[person].min(rank);
                last[person] = rank;
            }
        }
        let (one, other) = (*at(sets, a), *at(sets, b));
        let low = people(one).map(|person| first[person]).min().unwrap_or(0);
        let high = people(other).map(|person| last[person]).max().unwrap_or(0);
        for person in people(one).filter(|&person| first[person] >= high) {
            *at(sets, a) &= !(1 << person);
        }
        for person in people(other).filter(|&person| last[person] <= low) {
            *at(sets, b) &= !(1 << person);
        }
        // Once it is settled who is compared, their values narrow each other.
        if one.is_power_of_two() && other.is_power_of_two() {
            for (rank, set) in (0..).zip(&mut sets[category][..self.people]) {
                if rank >= high {
                    *set &= !one;
                }
                if rank <= low {
                    *set &= !other;
                }
            }
        }
    }
}

fn at(sets: &mut Sets, term: Term) -> &mut u8 {
    &mut sets[usize::from(term[0])][usize::from(term[1])]
}

/// One person has all of these.
fn meet(sets: &mut Sets, terms: &[Term]) {
    let all = terms
        .iter()
        .fold(u8::MAX, |all, &term| all & *at(sets, term));
    for &term in terms {
        *at(sets, term) = all;
    }
}

/// Different people have these two.
fn part(sets: &mut Sets, a: Term, b: Term) {
    let (one, other) = (*at(sets, a), *at(sets, b));
    if one.is_power_of_two() {
        *at(sets, b) &= !one;
    }
    if other.is_power_of_two() {
        *at(sets, a) &= !other;
    }
}

fn people(mut set: u8) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let person = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(person)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every grid of three people and three categories.
    fn grids() -> Vec<Grid> {
        let orders = [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ];
        let mut all = Vec::new();
        for one in orders {
            for other in orders {
                let mut grid: Grid = [[0; MAX_SIDE]; MAX_SIDE];
                for (row, order) in grid.iter_mut().zip([[0, 1, 2], one, other]) {
                    row[..3].copy_from_slice(&order);
                }
                all.push(grid);
            }
        }
        all
    }

    fn clue() -> impl Strategy<Value = Clue> {
        let value = 0u8..3;
        (
            0..4u8,
            prop::sample::select(vec![(0, 1), (0, 2), (1, 2), (2, 1)]),
            [value.clone(), value.clone(), value],
        )
            .prop_map(|(kind, (one, other), [v, w, x])| {
                let terms = [[one, v], [other, w]];
                match kind {
                    0 => Clue::Same { terms },
                    1 => Clue::Different { terms },
                    2 => Clue::Chain {
                        terms: [[0, v], [1, w], [2, x]],
                    },
                    _ if one == 0 && other == 1 => Clue::Less { category: 2, terms },
                    _ => Clue::Less {
                        category: other.max(1),
                        terms: [[0, v], [0, (v + 1 + w % 2) % 3]],
                    },
                }
            })
    }

    proptest! {
        #[test]
        fn solutions_are_those_of_all_grids(clues in prop::collection::vec(clue(), 0..6)) {
            let puzzle = Puzzle::new(3, 3, &clues).expect("a puzzle");
            let fits = |grid: &Grid| clues.iter().all(|clue| clue.holds(grid));
            let mut wanted: Vec<Grid> = grids().into_iter().filter(fits).collect();
            let mut found = Vec::new();
            puzzle.search(|grid| { found.push(*grid); false }).expect("a short search");
            wanted.sort_unstable();
            found.sort_unstable();
            prop_assert_eq!(&found, &wanted);
            let only = puzzle.only().expect("a short search");
            prop_assert_eq!(only, (wanted.len() == 1).then(|| wanted[0]));
            for known in grids().iter().take(4) {
                let other = puzzle.other(known).expect("a short search");
                let others = wanted.iter().any(|grid| grid != known);
                prop_assert_eq!(other.is_some(), others);
                prop_assert!(other.is_none_or(|grid| wanted.contains(&grid) && grid != *known));
            }
        }
    }

    #[test]
    fn clues_that_fit_no_puzzle_are_refused() {
        for clue in [
            Clue::Same {
                terms: [[0, 0], [0, 1]],
            },
            Clue::Same {
                terms: [[0, 3], [1, 0]],
            },
            Clue::Same {
                terms: [[0, 0], [3, 0]],
            },
            Clue::Chain {
                terms: [[0, 0], [1, 0], [0, 1]],
            },
            Clue::Less {
                category: 0,
                terms: [[1, 0], [2, 0]],
            },
            Clue::Less {
                category: 1,
                terms: [[0, 0], [1, 0]],
            },
            Clue::Less {
                category: 1,
                terms: [[0, 0], [0, 0]],
            },
            Clue::Less {
                category: 9,
                terms: [[0, 0], [0, 1]],
            },
        ] {
            assert!(Puzzle::new(3, 3, &[clue]).is_none(), "{clue:?}");
        }
        for (people, categories) in [(1, 3), (3, 1), (6, 3), (3, 6)] {
            assert!(Puzzle::new(people, categories, &[]).is_none());
        }
    }

    /// Contradictions among the last categories are found again under every choice for the first.
    #[test]
    fn no_search_is_endless() {
        let clues: Vec<Clue> = (0..5)
            .flat_map(|value| {
                [0, 1].map(|step| Clue::Less {
                    category: 4,
                    terms: [[3, value], [3 - 1 - step, (value + step) % 5]],
                })
            })
            .collect();
        let puzzle = Puzzle::new(5, 5, &clues).expect("a puzzle");
        assert!(puzzle.only().is_ok_and(|only| only.is_none()) || puzzle.only() == Err(Endless));
    }
}
