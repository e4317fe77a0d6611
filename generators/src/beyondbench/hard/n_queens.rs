//! `beyondbench.hard.n_queens`: queens that do not attack each other on a board some of whose
//! squares are decided.
//!
//! Hard about it: search with backtracking, held in the head. Every right placement is accepted. A
//! hidden placement, drawn evenly from all there are, shows some of its queens and keeps clear of
//! the blocked squares, so one right answer is known to exist; a second search, beside the
//! generators, finds all of them, and the tests judge every permutation.
//!
//! The published prompt is a constant for each side. Here the given queens and the blocked squares
//! vary: with one queen given, side 8 has more than 2^56 boards. Small boards can't reach 10^15,
//! whatever is decided on them: side 4 has 16 squares and two placements, so fewer than 2·4·2^12
//! boards, side 5 fewer than 10·5·2^20 = 5·10^7, side 6 fewer than 4·6·2^30 = 3·10^10.

use std::sync::LazyLock;

use tribunal_verifiers::checks::QueensCheck;
use tribunal_verifiers::{Check, queens};

use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, binomial, power};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.n_queens",
    version: 1,
    summary: "as many queens as a board has rows, none attacking another",
    variations: &[
        Variation {
            name: "side_8",
            summary: "a board of 8 rows and 8 columns",
        },
        Variation {
            name: "side_6",
            summary: "a board of 6 rows and 6 columns",
        },
        Variation {
            name: "side_5",
            summary: "a board of 5 rows and 5 columns",
        },
        Variation {
            name: "side_4",
            summary: "a board of 4 rows and 4 columns",
        },
    ],
    params: &[Param::int(
        "given",
        "how many of the queens stand on the board already",
        (0, 3),
        1,
    )],
    generate,
    space,
};

/// A variation's name and all placements on its board.
type Board = (&'static str, Vec<Vec<usize>>);

/// The board of each variation.
static PLACEMENTS: LazyLock<[Board; 4]> = LazyLock::new(|| {
    [("side_8", 8), ("side_6", 6), ("side_5", 5), ("side_4", 4)]
        .map(|(name, side)| (name, queens::placements(side)))
});

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let placements = PLACEMENTS
        .iter()
        .find(|(name, _)| *name == order.variation)
        .map(|(_, placements)| placements)
        .ok_or_else(|| GenerateError::new(format!("there is no side `{}`", order.variation)))?;
    let witness: Vec<u8> = stream
        .choose(placements)
        .iter()
        .map(|&column| column as u8)
        .collect();
    let side = witness.len();
    let mut rows: Vec<u8> = (0..side as u8).collect();
    let count = order.params.size("given");
    for place in 0..count {
        let other = place + stream.index(side - place);
        rows.swap(place, other);
    }
    rows.truncate(count);
    rows.sort_unstable();
    let blocked = blocked(&witness, stream);
    let given = rows
        .iter()
        .map(|&row| [row, witness[usize::from(row)]])
        .collect::<Vec<_>>();
    let vars = Vars::new()
        .with("side", side as i64)
        .with("given", squares(&given))
        .with("blocked", squares(&blocked));
    let check = QueensCheck::new(witness, rows, blocked)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(Draft::new(vars, Check::Queens(check)))
}

/// What one hidden placement gives: any of its queens shown, and any set of other squares blocked.
fn space(order: Order<'_>) -> Space {
    let side = PLACEMENTS
        .iter()
        .find(|(name, _)| *name == order.variation)
        .map_or(0, |(_, placements)| placements[0].len());
    let given = binomial(side as u64, order.params.size("given"));
    super::small_because(
        Space::at_least(given * power(2, side * side - side)),
        "so small a board has few squares to block and few placements",
    )
}

/// Blocked squares: each one that the hidden placement leaves free, with even chance, so that every
/// set of them is equally likely.
fn blocked(witness: &[u8], stream: &mut Stream) -> Vec<[u8; 2]> {
    let side = witness.len() as u8;
    let mut blocked = Vec::with_capacity(witness.len() * witness.len());
    for (row, &queen) in (0..side).zip(witness) {
        let bits = stream.bits();
        let columns = (0..side).filter(|&column| column != queen && bits >> column & 1 == 1);
        blocked.extend(columns.map(|column| [row, column]));
    }
    blocked
}

/// `(0, 3), (2, 5)`; `none` for no squares.
fn squares(squares: &[[u8; 2]]) -> String {
    if squares.is_empty() {
        return "none".to_owned();
    }
    let mut text = String::with_capacity(8 * squares.len());
    for [row, column] in squares {
        if !text.is_empty() {
            text.push_str(", ");
        }
        // A side has one digit.
        text.extend(['(', char::from(b'0' + row), ',', ' ']);
        text.extend([char::from(b'0' + column), ')']);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use tribunal_verifiers::{Answer, Finish};

    use super::*;
    use crate::param::ParamValue;
    use crate::task::Generator;
    use crate::vars::Var;

    fn shown(vars: &Vars, name: &str) -> HashSet<(i32, i32)> {
        let Some(Var::Text(text)) = vars.get(name) else {
            panic!("no {name}")
        };
        let digits: Vec<i32> = text
            .chars()
            .filter_map(|c| c.to_digit(10).map(|digit| digit as i32))
            .collect();
        digits.chunks(2).map(|pair| (pair[0], pair[1])).collect()
    }

    fn permutations(side: i32) -> Vec<Vec<i32>> {
        (0..side).fold(vec![vec![]], |all, value| {
            all.iter()
                .flat_map(|order: &Vec<i32>| {
                    (0..=order.len()).map(move |at| {
                        let mut longer = order.clone();
                        longer.insert(at, value);
                        longer
                    })
                })
                .collect()
        })
    }

    /// Whether `columns` answers the prompt, by the rules as a person reads them.
    fn is_right(vars: &Vars, columns: &[i32]) -> bool {
        let queens: Vec<(i32, i32)> = (0..).zip(columns.iter().copied()).collect();
        let quiet = queens.iter().all(|&(row, column)| {
            queens.iter().all(|&(other, there)| {
                row == other
                    || column != there
                        && row + column != other + there
                        && row - column != other - there
            })
        });
        let standing: HashSet<(i32, i32)> = queens.into_iter().collect();
        quiet
            && shown(vars, "given").is_subset(&standing)
            && shown(vars, "blocked").is_disjoint(&standing)
    }

    #[test]
    fn every_permutation_is_judged_by_the_rules() {
        for (variation, side, items) in [("side_4", 4, 40), ("side_5", 5, 40), ("side_6", 6, 8)] {
            for given in 0..=2 {
                let set = [("given", ParamValue::Int(given))];
                let generator =
                    Generator::new(&TASK, Some(variation), set, "confirm").expect("valid");
                for index in 0..items {
                    let item = generator.item(index).expect("item 0 was made");
                    assert_eq!(shown(&item.vars, "given").len() as i64, given);
                    let mut right = 0;
                    for columns in permutations(side) {
                        let text = format!("\\boxed{{{columns:?}}}");
                        let judged = item.check.judge(Answer {
                            text: &text,
                            finish: Finish::Stop,
                        });
                        let wanted = is_right(&item.vars, &columns);
                        right += u32::from(wanted);
                        assert_eq!(judged.strict.outcome.is_correct(), wanted, "{columns:?}");
                    }
                    assert!(right > 0, "{:?}", item.vars);
                }
            }
        }
    }
}
