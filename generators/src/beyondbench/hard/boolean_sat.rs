//! `beyondbench.hard.boolean_sat`: an assignment that makes a formula true, or the claim that there
//! is none.
//!
//! Hard about it: search under many constraints at once. A satisfiable formula is made around a
//! hidden assignment: every clause is drawn from its kind until it is true under it, and is never
//! altered, so a Horn clause stays one. An unsatisfiable formula is made clause by clause until its
//! truth table is empty, which proves it; the check proves it again when it is read. A SAT solver
//! proves every formula once more, beside the generators.
//!
//! One formula in ten is unsatisfiable by default. Few clauses over many variables hardly ever
//! contradict each other; there, fewer are, and the rest is satisfiable.
//!
//! Clauses are all different. Where a kind has fewer different clauses than are asked for (ratio 4
//! over four variables, in some kinds), the formula has fewer. Even the smallest kind, the
//! graph-based one, has 112 different clauses over eight variables, of which any 24 of the 96 that one
//! assignment of four true variables allows make a formula: more than 10^22.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::FormulaCheck;
use tribunal_verifiers::formula::{Connective, Table};

use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, falling};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.boolean_sat",
    version: 1,
    summary: "an assignment that makes a formula true, or the claim that there is none",
    variations: &[
        Variation {
            name: "random_k",
            summary: "three different variables a clause",
        },
        Variation {
            name: "horn",
            summary: "at most one positive literal a clause",
        },
        Variation {
            name: "xor",
            summary: "exclusive disjunctions of two to four literals",
        },
        Variation {
            name: "graph_based",
            summary: "edges that forbid two variables together, and groups that need one",
        },
        Variation {
            name: "mixed",
            summary: "clauses of one to six literals",
        },
    ],
    params: &[
        Param::int("variables", "how many variables there are", (4, 16), 8),
        Param::int("ratio", "clauses for ten variables", (10, 60), 30),
        Param::int(
            "unsatisfiable",
            "how many of a hundred formulas have no satisfying assignment",
            (0, 100),
            10,
        ),
    ],
    generate,
    space,
};

/// How many clauses in a row may be rejected before a formula is taken to have all there are.
const PATIENCE: usize = 200;

/// How often a formula that does not come out as wanted is begun anew.
const ATTEMPTS: usize = 8;

/// Among how many clauses the one that leaves the fewest assignments is chosen.
const CANDIDATES: usize = 4;

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let variables = order.params.size("variables");
    let kind = Kind::of(order.variation)?;
    let wanted = (variables * order.params.size("ratio") / 10).max(2);
    let percent = order.params.int("unsatisfiable") as u64;
    let (clauses, witness) = stream
        .chance(percent, 100)
        .then(|| contradiction(kind, variables, wanted, stream))
        .flatten()
        .unwrap_or_else(|| planted(kind, variables, wanted, stream));
    let vars = Vars::new()
        .with("variables", variables as i64)
        .with("formula", spell(kind.connective(), &clauses));
    let check = FormulaCheck::new(variables, kind.connective(), clauses, witness)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(Draft::new(vars, Check::Formula(check)))
}

/// The orders of different clauses that one hidden assignment makes true; where all formulas are to
/// be contradictions, the orders of the clauses of one of them.
fn space(order: Order<'_>) -> Space {
    let variables = order.params.size("variables");
    let wanted = (variables * order.params.size("ratio") / 10).max(2);
    let clauses = Kind::of(order.variation).map_or(0, |kind| kind.true_clauses(variables as u64));
    let length = wanted.min(clauses as usize);
    let choice = match order.params.int("unsatisfiable") {
        100 => length as u64,
        _ => clauses,
    };
    super::small_because(
        Space::at_least(falling(choice, length)),
        "so few clauses over so few variables make no more formulas",
    )
}

/// Clauses, and an assignment that makes them true if there is one.
type Formula = (Vec<Vec<i32>>, Option<Vec<bool>>);

/// A formula made true by a hidden assignment, and by no constant one where that can be had.
fn planted(kind: Kind, variables: usize, wanted: usize, stream: &mut Stream) -> Formula {
    let mut left = ATTEMPTS;
    loop {
        let hidden = kind.hidden(variables, stream);
        let connective = kind.connective();
        let mut clauses: Vec<Vec<i32>> = Vec::with_capacity(wanted);
        let mut rejected = 0;
        while clauses.len() < wanted && rejected < PATIENCE {
            let clause = kind.clause(variables, stream);
            if connective.holds(&clause, &hidden) && !clauses.contains(&clause) {
                clauses.push(clause);
                rejected = 0;
            } else {
                rejected += 1;
            }
        }
        let trivial = [false, true].iter().any(|&value| {
            let values = vec![value; variables];
            clauses
                .iter()
                .all(|clause| connective.holds(clause, &values))
        });
        left -= 1;
        if left == 0 || !trivial && !clauses.is_empty() {
            return (clauses, Some(hidden));
        }
    }
}

/// A formula that no assignment makes true; `None` when none came out in a few attempts, since few
/// clauses over many variables hardly ever contradict each other.
fn contradiction(
    kind: Kind,
    variables: usize,
    wanted: usize,
    stream: &mut Stream,
) -> Option<Formula> {
    let connective = kind.connective();
    for _ in 0..ATTEMPTS {
        let mut table = Table::new(variables);
        let mut clauses: Vec<Vec<i32>> = Vec::with_capacity(wanted);
        let mut rejected = 0;
        while clauses.len() < wanted && rejected < PATIENCE {
            // Once nothing is left, one candidate is as good as another.
            let candidates = if table.is_empty() { 1 } else { CANDIDATES };
            let best = (0..candidates)
                .map(|_| kind.clause(variables, stream))
                .filter(|clause| !clauses.contains(clause))
                .min_by_key(|clause| table.left_after(connective, clause));
            match best {
                Some(clause) => {
                    table.restrict(connective, &clause);
                    clauses.push(clause);
                    rejected = 0;
                }
                None => rejected += 1,
            }
        }
        if table.is_empty() {
            // The clauses that did most must not stand first.
            stream.shuffle(&mut clauses);
            return Some((clauses, None));
        }
    }
    None
}

/// A way of drawing clauses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Random,
    Horn,
    Xor,
    Graph,
    Mixed,
}

impl Kind {
    fn of(variation: &str) -> Result<Self, GenerateError> {
        Ok(match variation {
            "random_k" => Self::Random,
            "horn" => Self::Horn,
            "xor" => Self::Xor,
            "graph_based" => Self::Graph,
            "mixed" => Self::Mixed,
            other => return Err(GenerateError::new(format!("there is no kind `{other}`"))),
        })
    }

    fn connective(self) -> Connective {
        match self {
            Self::Xor => Connective::Xor,
            _ => Connective::Or,
        }
    }

    /// A hidden assignment. Edges forbid most pairs of true variables, so a graph has few of them.
    fn hidden(self, variables: usize, stream: &mut Stream) -> Vec<bool> {
        let bits = stream.bits();
        let mut values: Vec<bool> = (0..variables).map(|i| bits >> i & 1 == 1).collect();
        if self == Self::Graph {
            let count = 1 + stream.index(variables / 2);
            values = vec![false; variables];
            for literal in sample(variables, count, stream) {
                values[literal as usize - 1] = true;
            }
        }
        values
    }

    /// How many different clauses of the kind are true under the assignment that makes the first
    /// variable true and all others false, or, for graphs, the first half of the variables.
    fn true_clauses(self, variables: u64) -> u64 {
        let n = variables;
        let pairs = |n: u64| n * n.saturating_sub(1) / 2;
        let triples = |n: u64| n * n.saturating_sub(1) * n.saturating_sub(2) / 6;
        let quadruples = triples(n) * n.saturating_sub(3) / 4;
        match self {
            Self::Random => 7 * triples(n),
            // All but the n positive units and pairs with ¬x1 that are false, and ¬x1.
            Self::Horn => 3 * pairs(n) + 4 * triples(n) + 1,
            // One of the two signs.
            Self::Xor => pairs(n) + triples(n) + quadruples,
            Self::Graph => {
                let (some, rest) = (n / 2, n - n / 2);
                let edges = pairs(n) - pairs(some);
                edges + pairs(n) - pairs(rest) + triples(n) - triples(rest)
            }
            // Of the signs of each set of variables, all but one.
            Self::Mixed => {
                let quintuples = quadruples * n.saturating_sub(4) / 5;
                let sextuples = quintuples * n.saturating_sub(5) / 6;
                let units = n + 3 * pairs(n) + 7 * triples(n);
                units + 15 * quadruples + 31 * quintuples + 63 * sextuples
            }
        }
    }

    /// One clause, its literals in the order of their variables.
    fn clause(self, variables: usize, stream: &mut Stream) -> Vec<i32> {
        let mut clause;
        match self {
            Self::Random => clause = signed(variables, 3, stream),
            Self::Horn => {
                let length = weighted(&[3, 5, 2], stream) + 1;
                clause = sample(variables, length, stream);
                // Published: each position may take the positive literal with probability 0.4.
                let positive = (0..length).find(|_| stream.chance(2, 5));
                for (index, literal) in clause.iter_mut().enumerate() {
                    if Some(index) != positive {
                        *literal = -*literal;
                    }
                }
            }
            Self::Xor => {
                let length = weighted(&[2, 2, 1], stream) + 2;
                clause = sample(variables, length, stream);
                clause.sort_unstable();
                // Signs matter only together, so one of them says it all, and equal clauses are
                // spelled alike.
                if stream.chance(1, 2) {
                    clause[0] = -clause[0];
                }
            }
            Self::Graph => {
                let edge = stream.chance(3, 5);
                let length = if edge { 2 } else { 2 + stream.index(2) };
                clause = sample(variables, length, stream);
                if edge {
                    clause.iter_mut().for_each(|literal| *literal = -*literal);
                }
            }
            Self::Mixed => {
                let length = match weighted(&[2, 4, 3, 1], stream) {
                    3 => 4 + stream.index(variables.min(6) - 3),
                    short => short + 1,
                };
                clause = signed(variables, length, stream);
            }
        }
        clause.sort_unstable_by_key(|literal| literal.unsigned_abs());
        clause
    }
}

/// Literals of `length` different variables with random signs.
fn signed(variables: usize, length: usize, stream: &mut Stream) -> Vec<i32> {
    let mut literals = sample(variables, length, stream);
    let signs = stream.bits();
    for (index, literal) in literals.iter_mut().enumerate() {
        if signs >> index & 1 == 0 {
            *literal = -*literal;
        }
    }
    literals
}

/// `count` different variables of `variables`, which are at least as many, as positive literals.
fn sample(variables: usize, count: usize, stream: &mut Stream) -> Vec<i32> {
    let mut literals = Vec::with_capacity(count);
    while literals.len() < count {
        let literal = stream.index(variables) as i32 + 1;
        if !literals.contains(&literal) {
            literals.push(literal);
        }
    }
    literals
}

/// An index, each as likely as its weight says.
fn weighted(weights: &[u64], stream: &mut Stream) -> usize {
    let mut drawn = stream.below(weights.iter().sum());
    for (index, &weight) in weights.iter().enumerate() {
        if drawn < weight {
            return index;
        }
        drawn -= weight;
    }
    weights.len() - 1
}

/// `(x1 ∨ ¬x2) ∧ (x3)`.
fn spell(connective: Connective, clauses: &[Vec<i32>]) -> String {
    let sign = match connective {
        Connective::Or => " ∨ ",
        Connective::Xor => " ⊕ ",
    };
    let mut text = String::with_capacity(26 * clauses.len());
    for clause in clauses {
        text.push_str(if text.is_empty() { "(" } else { " ∧ (" });
        for (index, literal) in clause.iter().enumerate() {
            if index > 0 {
                text.push_str(sign);
            }
            text.push_str(if *literal < 0 { "¬x" } else { "x" });
            let number = literal.unsigned_abs();
            if number >= 10 {
                text.push(char::from(b'0' + (number / 10 % 10) as u8));
            }
            text.push(char::from(b'0' + (number % 10) as u8));
        }
        text.push(')');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::item::Item;
    use crate::param::ParamValue;
    use crate::task::Generator;
    use crate::vars::Var;

    /// The clauses as the prompt shows them.
    fn shown(item: &Item) -> Vec<Vec<i32>> {
        let Some(Var::Text(text)) = item.vars.get("formula") else {
            panic!("no formula")
        };
        text.split(" ∧ ")
            .map(|clause| {
                clause
                    .trim_matches(['(', ')'])
                    .split([' ', '∨', '⊕'])
                    .filter(|part| !part.is_empty())
                    .map(|literal| match literal.strip_prefix("¬x") {
                        Some(number) => -number.parse::<i32>().expect("a number"),
                        None => literal[1..].parse().expect("a number"),
                    })
                    .collect()
            })
            .collect()
    }

    fn check(item: &Item) -> &FormulaCheck {
        match &item.check {
            Check::Formula(check) => check,
            other => panic!("{other:?}"),
        }
    }

    fn each_item(mut look: impl FnMut(&str, usize, &Item)) {
        for variation in TASK.variations {
            for (variables, ratio) in [(4, 25), (4, 40), (6, 30), (8, 30), (10, 40), (16, 35)] {
                let given = [
                    ("variables", ParamValue::Int(variables)),
                    ("ratio", ParamValue::Int(ratio)),
                    ("unsatisfiable", ParamValue::Int(40)),
                ];
                let generator =
                    Generator::new(&TASK, Some(variation.name), given, "confirm").expect("valid");
                for index in 0..60 {
                    look(
                        variation.name,
                        (variables * ratio / 10) as usize,
                        &generator.item(index).expect("item 0 was made"),
                    );
                }
            }
        }
    }

    #[test]
    fn clauses_are_of_their_kind_and_all_different() {
        each_item(|variation, wanted, item| {
            let clauses = shown(item);
            assert_eq!(check(item).clauses().1, clauses);
            let different: HashSet<_> = clauses.iter().collect();
            assert_eq!(different.len(), clauses.len());
            // A kind that has not as many different clauses is used up.
            assert!(
                clauses.len() == wanted || wanted > 9 && clauses.len() >= 5,
                "{clauses:?}"
            );
            for clause in &clauses {
                let positive = clause.iter().filter(|literal| **literal > 0).count();
                let names: HashSet<_> = clause.iter().map(|literal| literal.abs()).collect();
                assert_eq!(names.len(), clause.len());
                assert!(match variation {
                    "random_k" => clause.len() == 3,
                    "horn" => positive <= 1 && clause.len() <= 3,
                    "xor" => (2..=4).contains(&clause.len()),
                    "graph_based" =>
                        positive == 0 && clause.len() == 2
                            || positive == clause.len() && positive <= 3,
                    _ => clause.len() <= 6,
                });
            }
        });
    }

    /// Counted by looking at every clause there is.
    #[test]
    fn true_clauses_are_counted() {
        for (name, kind) in TASK.variations.iter().zip([
            Kind::Random,
            Kind::Horn,
            Kind::Xor,
            Kind::Graph,
            Kind::Mixed,
        ]) {
            for variables in [4, 6, 8] {
                let first = if kind == Kind::Graph {
                    variables / 2
                } else {
                    1
                };
                let values: Vec<bool> = (0..variables).map(|place| place < first).collect();
                // A base-3 digit a variable: absent, positive or negative.
                let count = (1..3usize.pow(variables as u32))
                    .map(|code| {
                        (0..variables)
                            .filter_map(|place| match code / 3usize.pow(place as u32) % 3 {
                                0 => None,
                                1 => Some(place + 1),
                                _ => Some(-place - 1),
                            })
                            .collect::<Vec<i32>>()
                    })
                    .filter(|clause| {
                        let length = clause.len();
                        let positive = clause.iter().filter(|literal| **literal > 0).count();
                        match kind {
                            Kind::Random => length == 3,
                            Kind::Horn => length <= 3 && positive <= 1,
                            Kind::Xor => {
                                (2..=4).contains(&length)
                                    && clause[1..].iter().all(|literal| *literal > 0)
                            }
                            Kind::Graph => {
                                length == 2 && positive == 0
                                    || (2..=3).contains(&length) && positive == length
                            }
                            Kind::Mixed => length <= 6,
                        }
                    })
                    .filter(|clause| kind.connective().holds(clause, &values))
                    .count();
                let told = kind.true_clauses(variables as u64);
                assert_eq!(told, count as u64, "{} {variables}", name.name);
            }
        }
    }

    #[test]
    fn contradictions_are_as_frequent_as_asked_for() {
        for variation in TASK.variations {
            let generator =
                Generator::new(&TASK, Some(variation.name), [], "share").expect("valid");
            let none = (0..2_000)
                .filter(|&index| !check(&generator.item(index).expect("made")).is_satisfiable())
                .count();
            assert!((160..=240).contains(&none), "{}: {none}", variation.name);
        }
    }
}
