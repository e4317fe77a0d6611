//! `beyondbench.hard.constraint_optimization`: projects chosen under limits, so that the profit is as
//! large as can be.
//!
//! Hard about it: a knapsack with three limits at once, where taking the best project first goes
//! wrong, and rules about pairs or averages cut across the limits. The largest profit is found by
//! branch and bound and found again whenever the check is read; the proof beside the generators
//! looks at every choice. Only the largest profit is right, whichever choice has it.
//!
//! Figures and rules are the published ones: cost 150 to 400, 15 to 40 weeks, 5 to 15 people, profit
//! 200 to 600, quality 6 to 10, risk 1 to 3; limits 800 to 1500, 80 to 150 and 30 to 70. What the
//! published rules say of the first project, the second and so on is said here of projects in random
//! places. An instance that no choice fits, or in which all projects together fit and nothing is left
//! to decide, is drawn again; less than half are, at every size. Columns that no rule mentions are
//! not shown.
//!
//! Neither numbers nor profits bear on what fits, so four projects have at least C(90, 4)·401^4 >
//! 10^16 instances, and more have more.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::PortfolioCheck;
use tribunal_verifiers::portfolio::{Average, Limit, Projects, Side};

use super::super::redraw;
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, binomial, power};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::{Var, Vars};

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.constraint_optimization",
    version: 1,
    summary: "projects chosen under limits, so that the profit is as large as can be",
    variations: &[
        Variation {
            name: "basic",
            summary: "limits of cost, time and people",
        },
        Variation {
            name: "quality",
            summary: "and an average quality of 7.5 or more",
        },
        Variation {
            name: "dependency",
            summary: "and projects that need another",
        },
        Variation {
            name: "risk",
            summary: "and an average risk of 3 or less, where risky projects yield more",
        },
        Variation {
            name: "mixed",
            summary: "and needs, averages of quality and risk, and two projects or more",
        },
    ],
    params: &[Param::int(
        "projects",
        "how many projects there are",
        (4, 12),
        6,
    )],
    generate,
    space,
};

/// The smallest and the largest number of a project: two digits, as no count of projects has.
const NAMES: (i64, i64) = (10, 99);

/// Profits before the bonus of a risky project.
const PROFITS: (i64, i64) = (200, 600);

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let count = order.params.size("projects");
    let kind = order.variation;
    let mut names = stream
        .distinct(count, NAMES.0, NAMES.1)
        .ok_or_else(|| GenerateError::new("there are more projects than numbers for them"))?;
    names.sort_unstable();
    let names: Vec<u32> = names.iter().map(|&name| name as u32).collect();
    let check = redraw::within(redraw::TRIES, stream, |stream| {
        let projects = projects(kind, count, stream);
        let everything = (1 << count) - 1;
        projects.broken(everything)?;
        // Where no choice fits, there is no check.
        PortfolioCheck::new(names.clone(), projects).ok()
    });
    let check = check.ok_or_else(|| {
        GenerateError::new("no instance of this size leaves a choice; change `projects`")
    })?;
    let vars = vars(check.names(), check.projects());
    Ok(Draft::new(vars, Check::Portfolio(check)))
}

/// Numbers and profits, which bear on no rule, of one instance that is accepted.
fn space(order: Order<'_>) -> Space {
    let count = order.params.size("projects");
    let names = (NAMES.1 - NAMES.0 + 1) as u64;
    let profits = (PROFITS.1 - PROFITS.0 + 1) as u64;
    Space::at_least(binomial(names, count) * power(profits, count))
}

/// Projects and rules of the kind, as drawn.
fn projects(kind: &str, count: usize, stream: &mut Stream) -> Projects {
    // Which project the rules call the first, the second and so on.
    let mut places: Vec<u8> = (0..count as u8).collect();
    stream.shuffle(&mut places);
    let mut column = |(low, high): (i64, i64)| -> Vec<u32> {
        (0..count).map(|_| stream.range(low, high) as u32).collect()
    };
    let mut profits = column(PROFITS);
    let [costs, weeks, people] = [(150, 400), (15, 40), (5, 15)].map(&mut column);
    let [mut quality, mut risk] = [(6, 10), (1, 3)].map(&mut column);
    let caps = [(800, 1500), (80, 150), (30, 70)].map(|(low, high)| stream.range(low, high) as u32);
    for (rank, &place) in places.iter().enumerate() {
        let place = usize::from(place);
        match kind {
            "risk" if rank % 2 == 0 => {
                risk[place] = stream.range(3, 5) as u32;
                profits[place] = profits[place] * 14 / 10;
            }
            "mixed" if rank % 3 == 0 => {
                risk[place] = stream.range(4, 5) as u32;
                quality[place] = stream.range(8, 10) as u32;
                profits[place] = profits[place] * 3 / 2;
            }
            _ => {}
        }
    }
    let mut needs = Vec::new();
    if matches!(kind, "dependency" | "mixed") {
        needs.extend([[places[1], places[0]], [places[3], places[2]]]);
    }
    if kind == "dependency" && count >= 5 {
        let last = places[count - 1];
        needs.extend([[last, places[0]], [last, places[2]]]);
    }
    needs.sort_unstable();
    let limit = |name: &str, uses, most| Limit {
        name: name.to_owned(),
        uses,
        most,
    };
    let mut averages = Vec::new();
    let mut average = |name: &str, values: Vec<u32>, side, tenths| {
        averages.push(Average {
            name: name.to_owned(),
            values,
            side,
            tenths,
        });
    };
    match kind {
        "quality" => average("quality", quality, Side::AtLeast, 75),
        "risk" => average("risk", risk, Side::AtMost, 30),
        "mixed" => {
            average("quality", quality, Side::AtLeast, 70);
            average("risk", risk, Side::AtMost, 35);
        }
        _ => {}
    }
    let [cost, time, hands] = caps;
    Projects {
        profits,
        limits: vec![
            limit("cost", costs, cost),
            limit("weeks", weeks, time),
            limit("people", people, hands),
        ],
        averages,
        needs,
        least: if kind == "mixed" { 2 } else { 1 },
    }
}

/// A row a project, and the rules.
fn vars(names: &[u32], projects: &Projects) -> Vars {
    let row = |(place, &name): (usize, &u32)| {
        let mut row = Vars::new()
            .with("project", i64::from(name))
            .with("profit", i64::from(projects.profits[place]));
        for limit in &projects.limits {
            row = row.with(limit.name.clone(), i64::from(limit.uses[place]));
        }
        for average in &projects.averages {
            row = row.with(average.name.clone(), i64::from(average.values[place]));
        }
        Var::Map(row)
    };
    let name = |place: u8| i64::from(names[usize::from(place)]);
    let need = |&[one, other]: &[u8; 2]| {
        let need = Vars::new().with("project", name(one));
        Var::Map(need.with("needs", name(other)))
    };
    let mut most = Vars::new();
    for limit in &projects.limits {
        most = most.with(limit.name.clone(), i64::from(limit.most));
    }
    let mut averages = Vars::new();
    for average in &projects.averages {
        let bound = format!("{}.{}", average.tenths / 10, average.tenths % 10);
        averages = averages.with(average.name.clone(), bound);
    }
    Vars::new()
        .with(
            "projects",
            Var::List(names.iter().enumerate().map(row).collect()),
        )
        .with("most", Var::Map(most))
        .with("averages", Var::Map(averages))
        .with(
            "needs",
            Var::List(projects.needs.iter().map(need).collect()),
        )
        .with("least", i64::from(projects.least))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::param::{ParamValue, Params};

    /// What the promise of redrawing stands on: at every size and in every variation the spare
    /// stream gives an item, and at least half of the draws are taken.
    #[test]
    fn few_draws_are_thrown_away() {
        for count in 4..=12 {
            let given = [("projects", ParamValue::Int(count))];
            let params = Params::resolve(TASK.params, given).expect("a size");
            for variation in TASK.variations {
                let order = Order {
                    variation: variation.name,
                    params: &params,
                };
                let spare = generate(order, &mut Stream::from_key(redraw::SPARE));
                assert!(spare.is_ok(), "{} {count}", variation.name);
                redraw::DRAWS.set(0);
                for key in 0..64 {
                    let item = generate(order, &mut Stream::from_key([key; 32]));
                    assert!(item.is_ok(), "{} {count}", variation.name);
                }
                let draws = redraw::DRAWS.replace(0);
                assert!(draws < 128, "{draws} for {} {count}", variation.name);
            }
        }
    }

    #[test]
    fn figures_and_rules_are_the_published_ones() {
        let mut stream = Stream::from_key([4; 32]);
        for count in 4..=12 {
            for variation in TASK.variations {
                let made = projects(variation.name, count, &mut stream);
                assert!(made.is_consistent());
                for (limit, (low, high, least, most)) in made.limits.iter().zip([
                    (150, 400, 800, 1500),
                    (15, 40, 80, 150),
                    (5, 15, 30, 70),
                ]) {
                    assert!(limit.uses.iter().all(|used| (low..=high).contains(used)));
                    assert!((least..=most).contains(&limit.most));
                }
                let bonus = |profit: &&u32| **profit > 600;
                let rich = made.profits.iter().filter(bonus).count();
                let risky = made
                    .averages
                    .iter()
                    .filter(|average| average.name == "risk")
                    .flat_map(|average| &average.values)
                    .filter(|&&risk| risk > 3)
                    .count();
                let (needs, most_rich, most_risky) = match variation.name {
                    "dependency" => (if count >= 5 { 4 } else { 2 }, 0, 0),
                    "risk" => (0, count.div_ceil(2), count.div_ceil(2)),
                    "mixed" => (2, count.div_ceil(3), count.div_ceil(3)),
                    _ => (0, 0, 0),
                };
                assert_eq!(made.needs.len(), needs);
                assert!(rich <= most_rich && risky <= most_risky);
            }
        }
    }
}
