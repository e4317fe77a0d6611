//! Choosing projects under limits, so that the total profit is as large as can be.
//!
//! The best choice is found by branch and bound: projects are taken or left in the order of their
//! profits, a branch ends where a limit is exceeded or where even all further profits would not
//! beat the best choice so far, and the other rules are looked at once a choice is complete. The
//! search is exact; in the worst case it sees all 2^16 choices.

use serde::{Deserialize, Serialize};

/// The most projects there can be.
pub const MAX_PROJECTS: usize = 16;

/// What the chosen projects may use up together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// What is used, for reasons such as "the cost is 12, over the limit of 10".
    pub name: String,
    /// How much each project uses.
    pub uses: Vec<u32>,
    /// How much all chosen ones may use.
    pub most: u32,
}

/// A bound on the average of a value over the chosen projects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Average {
    /// What is averaged.
    pub name: String,
    /// Its value for each project.
    pub values: Vec<u32>,
    /// Which side of the bound is allowed; the bound itself always is.
    pub side: Side,
    /// The bound, in tenths.
    pub tenths: u32,
}

/// The allowed side of a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The bound or more.
    AtLeast,
    /// The bound or less.
    AtMost,
}

/// Projects, what they yield, and the rules of choosing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Projects {
    /// The profit of each project.
    pub profits: Vec<u32>,
    /// What the chosen ones may use up.
    pub limits: Vec<Limit>,
    /// What they must be on average.
    pub averages: Vec<Average>,
    /// Pairs of projects of which the first may be chosen only if the second is.
    pub needs: Vec<[u8; 2]>,
    /// How many must be chosen, one or more.
    pub least: u8,
}

/// The rule that a choice breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Fewer are chosen than must be.
    Few,
    /// The limit of this index is exceeded.
    Limit(usize),
    /// The average of this index is on the wrong side.
    Average(usize),
    /// The first is chosen without the second.
    Need(usize, usize),
}

impl Projects {
    /// Whether the parts fit each other: 2 to [`MAX_PROJECTS`] projects, each with a profit, and
    /// one value in every list.
    pub fn is_consistent(&self) -> bool {
        let count = self.profits.len();
        let inside = |place: &u8| usize::from(*place) < count;
        (2..=MAX_PROJECTS).contains(&count)
            && (1..=count).contains(&usize::from(self.least))
            && self.profits.iter().all(|&profit| profit > 0)
            && self.limits.iter().all(|limit| limit.uses.len() == count)
            && self.averages.iter().all(|mean| mean.values.len() == count)
            && self.needs.iter().flatten().all(inside)
    }

    /// The total profit of a choice, a bit for each project.
    pub fn profit(&self, chosen: u32) -> u64 {
        total(&self.profits, chosen)
    }

    /// The first rule that a choice breaks.
    pub fn broken(&self, chosen: u32) -> Option<Broken> {
        if chosen.count_ones() < u32::from(self.least) {
            return Some(Broken::Few);
        }
        let over = |limit: &Limit| total(&limit.uses, chosen) > u64::from(limit.most);
        if let Some(place) = self.limits.iter().position(over) {
            return Some(Broken::Limit(place));
        }
        self.broken_beside_limits(chosen)
    }

    fn broken_beside_limits(&self, chosen: u32) -> Option<Broken> {
        let has = |place: u8| chosen >> place & 1 == 1;
        let lacks = |[one, other]: &&[u8; 2]| has(*one) && !has(*other);
        if let Some(&[one, other]) = self.needs.iter().find(lacks) {
            return Some(Broken::Need(one.into(), other.into()));
        }
        let off = |mean: &Average| {
            let sum = 10 * total(&mean.values, chosen);
            let bound = u64::from(mean.tenths) * u64::from(chosen.count_ones());
            match mean.side {
                Side::AtLeast => sum < bound,
                Side::AtMost => sum > bound,
            }
        };
        self.averages.iter().position(off).map(Broken::Average)
    }

    /// A choice that breaks no rule and than which none has a larger profit; `None` if every choice
    /// breaks a rule. The projects must be consistent.
    pub fn best(&self) -> Option<u32> {
        let mut order: Vec<usize> = (0..self.profits.len()).collect();
        order.sort_by_key(|&place| std::cmp::Reverse(self.profits[place]));
        // The profit of all from each place of the order on.
        let mut ahead = vec![0u64; order.len() + 1];
        for (place, &project) in order.iter().enumerate().rev() {
            ahead[place] = ahead[place + 1] + u64::from(self.profits[project]);
        }
        let mut search = Search {
            projects: self,
            order: &order,
            ahead: &ahead,
            left: self.limits.iter().map(|limit| limit.most).collect(),
            best: None,
        };
        search.extend(0, 0, 0);
        search.best.map(|(_, chosen)| chosen)
    }
}

fn total(values: &[u32], chosen: u32) -> u64 {
    let taken = values.iter().enumerate();
    taken
        .filter(|(place, _)| chosen >> place & 1 == 1)
        .map(|(_, &value)| u64::from(value))
        .sum()
}

struct Search<'a> {
    projects: &'a Projects,
    order: &'a [usize],
    ahead: &'a [u64],
    /// What is left of each limit.
    left: Vec<u32>,
    best: Option<(u64, u32)>,
}

impl Search<'_> {
    fn extend(&mut self, place: usize, chosen: u32, profit: u64) {
        if self
            .best
            .is_some_and(|(best, _)| profit + self.ahead[place] <= best)
        {
            return;
        }
        let Some(&project) = self.order.get(place) else {
            let enough = chosen.count_ones() >= u32::from(self.projects.least);
            if enough && self.projects.broken_beside_limits(chosen).is_none() {
                self.best = Some((profit, chosen));
            }
            return;
        };
        let limits = &self.projects.limits;
        let fits = |(limit, left): (&Limit, &u32)| limit.uses[project] <= *left;
        if limits.iter().zip(&self.left).all(fits) {
            for (limit, left) in limits.iter().zip(&mut self.left) {
                *left -= limit.uses[project];
            }
            let more = u64::from(self.projects.profits[project]);
            self.extend(place + 1, chosen | 1 << project, profit + more);
            for (limit, left) in limits.iter().zip(&mut self.left) {
                *left += limit.uses[project];
            }
        }
        self.extend(place + 1, chosen, profit);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    prop_compose! {
        fn projects()(count in 2usize..=8)(
            profits in prop::collection::vec(1u32..50, count),
            uses in prop::collection::vec(0u32..30, 2 * count),
            most in [0u32..120, 0u32..120],
            values in prop::collection::vec(0u32..10, count),
            tenths in 0u32..100,
            least in 1u8..=2,
            needs in prop::collection::vec([0..count as u8, 0..count as u8], 0..3),
            up in any::<bool>(),
        ) -> Projects {
            let (one, other) = uses.split_at(profits.len());
            let limit = |name: &str, uses: &[u32], most| Limit {
                name: name.to_owned(),
                uses: uses.to_vec(),
                most,
            };
            let side = if up { Side::AtLeast } else { Side::AtMost };
            Projects {
                limits: vec![limit("cost", one, most[0]), limit("time", other, most[1])],
                averages: vec![Average { name: "risk".to_owned(), values, side, tenths }],
                profits,
                needs,
                least,
            }
        }
    }

    proptest! {
        #[test]
        fn no_choice_is_better(projects in projects()) {
            prop_assert!(projects.is_consistent());
            let all = 0..1u32 << projects.profits.len();
            let best = all
                .filter(|&chosen| projects.broken(chosen).is_none())
                .map(|chosen| projects.profit(chosen))
                .max();
            let found = projects.best();
            prop_assert_eq!(found.map(|chosen| projects.profit(chosen)), best);
            prop_assert!(found.is_none_or(|chosen| projects.broken(chosen).is_none()));
        }
    }

    #[test]
    fn the_most_projects_are_borne() {
        let count = MAX_PROJECTS;
        let projects = Projects {
            profits: vec![u32::MAX; count],
            limits: vec![Limit {
                name: "cost".to_owned(),
                uses: vec![u32::MAX; count],
                most: u32::MAX,
            }],
            averages: Vec::new(),
            needs: Vec::new(),
            least: 1,
        };
        assert_eq!(projects.best().map(u32::count_ones), Some(1));
        let never = Projects {
            least: 2,
            ..projects
        };
        assert_eq!(never.best(), None);
    }
}
