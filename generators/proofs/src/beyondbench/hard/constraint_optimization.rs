//! `beyondbench.hard.constraint_optimization`, by looking at every choice, 4,096 at most. Every
//! choice with the largest profit must be accepted and the key's own must be one; a smaller profit,
//! and a larger one against the rules, must be refused.

use tribunal_generators::{Var, Vars};

use super::answer::{given, number, takes};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.constraint_optimization",
    method: "exhaustive search",
    confirm,
};

/// The most projects whose choices are all looked at.
const MOST: usize = 12;

/// How many of the choices with the largest profit are put to the key.
const TRIED: usize = 4;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let problem = Problem::read(question)?;
    let count = problem.names.len();
    ensure!((2..=MOST).contains(&count), "there are {count} projects");
    let mut best: (i64, Vec<usize>) = (0, Vec::new());
    // The largest profit below the best, and the choice of largest profit against the rules.
    let (mut second, mut forbidden) = ((0, None), (0, None));
    for chosen in 1..1 << count {
        let profit = problem.total(&problem.profits, chosen);
        if !problem.keeps_rules(chosen) {
            forbidden = forbidden.max((profit, Some(chosen)));
        } else if profit > best.0 {
            second = (best.0, best.1.first().copied());
            best = (profit, vec![chosen]);
        } else if profit == best.0 {
            best.1.push(chosen);
        } else {
            second = second.max((profit, Some(chosen)));
        }
    }
    ensure!(!best.1.is_empty(), "no choice keeps all rules");
    for &chosen in best.1.iter().take(TRIED) {
        let choice = problem.spell(chosen);
        ensure!(
            takes(question, &choice),
            "{choice} has the largest profit, {}, but is not accepted",
            best.0
        );
    }
    for chosen in [second.1, forbidden.1].into_iter().flatten() {
        let choice = problem.spell(chosen);
        ensure!(!takes(question, &choice), "{choice} is accepted");
    }
    let own = given(question)?;
    let mut chosen = 0;
    for name in own.trim_matches(['[', ']']).split(", ") {
        let name: i64 = number(name)?;
        let place = problem.names.iter().position(|&known| known == name);
        let Some(place) = place else {
            return Err(Doubt::new(format!("the key chooses {name}")));
        };
        chosen |= 1 << place;
    }
    ensure!(best.1.contains(&chosen), "the key's own {own} is not best");
    Ok(())
}

/// A column of the table, and the bound on its sum or average.
struct Rule {
    values: Vec<i64>,
    bound: i64,
    kind: Kind,
}

enum Kind {
    /// The sum is the bound at most.
    Sum,
    /// Ten times the average is the bound or more.
    Above,
    /// Ten times the average is the bound or less.
    Below,
}

struct Problem {
    names: Vec<i64>,
    profits: Vec<i64>,
    rules: Vec<Rule>,
    /// Pairs of places of which the first needs the second.
    needs: Vec<(usize, usize)>,
    least: i64,
}

impl Problem {
    fn read(question: &Question<'_>) -> Result<Self, Doubt> {
        let rows = question.list("projects")?;
        let column = |name: &str| -> Result<Vec<i64>, Doubt> {
            rows.iter().map(|row| int(map(row)?, name)).collect()
        };
        let names = column("project")?;
        let place = |name: i64| {
            let place = names.iter().position(|&known| known == name);
            place.ok_or_else(|| Doubt::new(format!("there is no project {name}")))
        };
        let mut needs = Vec::new();
        for need in question.list("needs")? {
            let need = map(need)?;
            needs.push((place(int(need, "project")?)?, place(int(need, "needs")?)?));
        }
        let mut rules = Vec::new();
        for (name, bound) in told(question, "most")?.iter() {
            let Var::Int(bound) = *bound else {
                return Err(Doubt::new(format!("the limit of {name} is no number")));
            };
            rules.push(Rule {
                values: column(name)?,
                bound,
                kind: Kind::Sum,
            });
        }
        for (name, bound) in told(question, "averages")?.iter() {
            let Var::Text(bound) = bound else {
                return Err(Doubt::new(format!("the average {name} is no text")));
            };
            let (whole, tenth) = bound
                .split_once('.')
                .ok_or_else(|| Doubt::new(format!("{bound} is no decimal")))?;
            let (whole, tenth): (i64, i64) = (number(whole)?, number(tenth)?);
            rules.push(Rule {
                values: column(name)?,
                bound: 10 * whole + tenth,
                kind: match name {
                    "quality" => Kind::Above,
                    "risk" => Kind::Below,
                    _ => return Err(Doubt::new(format!("{name} has no right side"))),
                },
            });
        }
        Ok(Self {
            profits: column("profit")?,
            rules,
            needs,
            least: question.int("least")?,
            names,
        })
    }

    fn total(&self, values: &[i64], chosen: usize) -> i64 {
        let taken = (0..self.names.len()).filter(|place| chosen >> place & 1 == 1);
        taken.map(|place| values[place]).sum()
    }

    fn keeps_rules(&self, chosen: usize) -> bool {
        let size = i64::from(chosen.count_ones());
        let rule = |rule: &Rule| {
            let sum = self.total(&rule.values, chosen);
            match rule.kind {
                Kind::Sum => sum <= rule.bound,
                Kind::Above => 10 * sum >= rule.bound * size,
                Kind::Below => 10 * sum <= rule.bound * size,
            }
        };
        let met =
            |&(one, other): &(usize, usize)| chosen >> one & 1 == 0 || chosen >> other & 1 == 1;
        size >= self.least && self.needs.iter().all(met) && self.rules.iter().all(rule)
    }

    fn spell(&self, chosen: usize) -> String {
        let taken = (0..self.names.len()).filter(|place| chosen >> place & 1 == 1);
        let names: Vec<String> = taken.map(|place| self.names[place].to_string()).collect();
        names.join(", ")
    }
}

fn told<'a>(question: &Question<'a>, name: &str) -> Result<&'a Vars, Doubt> {
    let found = question.vars.get(name);
    map(found.ok_or_else(|| Doubt::new(format!("the prompt has no `{name}`")))?)
}

fn map(var: &Var) -> Result<&Vars, Doubt> {
    match var {
        Var::Map(vars) => Ok(vars),
        other => Err(Doubt::new(format!("{other:?} has no named values"))),
    }
}

fn int(vars: &Vars, name: &str) -> Result<i64, Doubt> {
    match vars.get(name) {
        Some(Var::Int(value)) => Ok(*value),
        _ => Err(Doubt::new(format!("a row has no number `{name}`"))),
    }
}
