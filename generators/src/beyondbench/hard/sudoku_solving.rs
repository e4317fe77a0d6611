//! `beyondbench.hard.sudoku_solving`: a board of Sudoku with one solution, under four sets of rules.
//!
//! Hard about it: a chain of deductions over the whole board in which one slip spoils the rest, and,
//! where deductions end, trial and error held in the head. The more cells are blank, the more of
//! that. Each item has exactly one solution under the rules that its prompt states, and the prompt
//! shows all of them, regions and cages too: a board is filled at random, and digits are then taken
//! away only if an exact search shows that no other solution comes in. So the key is proved while it
//! is made. The answer is judged by the rules alone.
//!
//! The published eight variations are four difficulties twice. Here each difficulty occurs once
//! under the standard rules and once with a further or different rule, so that all four difficulties
//! and all four kinds of board are met: diagonals, irregular regions in place of the boxes, and cages
//! with known sums. Cages tell so much that their boards begin with few digits.
//!
//! Every filled board comes out with some chance, and different solutions make different items. So
//! there are at least as many items as filled boards; see [`space`].

mod layout;
mod solver;

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::SudokuCheck;
use tribunal_verifiers::sudoku::{Board, box_regions, boxes};

use solver::{Cells, Digits, Found, Solver, cells_of};

use crate::beyondbench::redraw;
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.sudoku_solving",
    version: 1,
    summary: "the one solution of a Sudoku",
    variations: &[
        Variation {
            name: "standard_easy",
            summary: "rows, columns and boxes; a third of the cells is blank",
        },
        Variation {
            name: "standard_medium",
            summary: "rows, columns and boxes; half of the cells are blank",
        },
        Variation {
            name: "standard_hard",
            summary: "rows, columns and boxes; three fifths of the cells are blank",
        },
        Variation {
            name: "standard_extreme",
            summary: "rows, columns and boxes; two thirds of the cells are blank",
        },
        Variation {
            name: "diagonal_easy",
            summary: "both diagonals hold each digit as well; a third of the cells is blank",
        },
        Variation {
            name: "irregular_medium",
            summary: "regions of any shape in place of boxes; half of the cells are blank",
        },
        Variation {
            name: "killer_hard",
            summary: "cages with known sums; three quarters of the cells are blank",
        },
        Variation {
            name: "killer_extreme",
            summary: "cages with known sums; seven eighths of the cells are blank",
        },
    ],
    params: &[
        Param::int(
            "side",
            "how many rows and columns the board has: 4, 6 or 9",
            (4, 9),
            9,
        ),
        Param::choice(
            "technique",
            "how the blank cells are chosen: at random, where most is known, or symmetrically",
            &["basic", "advanced", "expert"],
        ),
    ],
    generate,
    space,
};

/// What distinguishes the variations.
struct Kind {
    diagonal: bool,
    irregular: bool,
    killer: bool,
    /// The rule's name, which steers the prompt.
    rule: &'static str,
    /// Which share of the cells is blank.
    blank: (usize, usize),
}

impl Kind {
    fn of(variation: &str) -> Result<Self, GenerateError> {
        let unknown = || GenerateError::new(format!("there is no board `{variation}`"));
        let (rule, difficulty) = variation.split_once('_').ok_or_else(unknown)?;
        let rule = ["standard", "diagonal", "irregular", "killer"]
            .into_iter()
            .find(|known| *known == rule)
            .ok_or_else(unknown)?;
        let killer = rule == "killer";
        let blank = match difficulty {
            "easy" => (1, 3),
            "medium" => (1, 2),
            "hard" if killer => (3, 4),
            "hard" => (3, 5),
            "extreme" if killer => (7, 8),
            "extreme" => (2, 3),
            _ => return Err(unknown()),
        };
        Ok(Self {
            diagonal: rule == "diagonal",
            irregular: rule == "irregular",
            killer,
            rule,
            blank,
        })
    }
}

/// How many positions the search for a filled board may try. Most boards are filled without a step
/// back; where steps back begin they seldom end, so a new board is quicker.
const FILLING: u32 = 50;

/// How many attempts there are to fill the same board; irregular ones often resist.
const FILLS: usize = 2;

/// How many positions the search for another solution may try. What takes more is given up, and the
/// digit stays.
const EFFORT: u32 = 2_000;

/// How often a board is drawn again whose blanks are too few when no more can be had.
const TRIES: usize = 256;

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let side = order.params.size("side");
    let kind = Kind::of(order.variation)?;
    let failed = |error: &dyn std::fmt::Display| GenerateError::new(error.to_string());
    let (box_rows, box_columns) = boxes(side).map_err(|error| failed(&error))?;
    let technique = order.params.text("technique");
    let (board, digits, given) =
        redraw::within(TRIES, stream, |stream| draw(side, &kind, technique, stream))
            .ok_or_else(|| GenerateError::new("no board has so many blank cells"))?;
    let mut vars = Vars::new()
        .with("side", side as i64)
        .with("rule", kind.rule)
        .with("box_rows", box_rows as i64)
        .with("box_columns", box_columns as i64)
        .with(
            "grid",
            grid(side, |cell| match given >> cell & 1 {
                1 => b'0' + digits[cell],
                _ => b'_',
            }),
        );
    let letters = |cell: usize| b'A' + board.regions()[cell];
    vars = vars.with(
        "regions",
        match kind.irregular {
            true => grid(side, letters),
            false => String::new(),
        },
    );
    vars = vars.with("cages", cages(&board));
    let cells = side * side;
    let shown = (0..cells).map(|cell| digits[cell] * (given >> cell & 1) as u8);
    let check = SudokuCheck::new(board, shown.collect(), digits[..cells].to_vec())
        .map_err(|error| failed(&error))?;
    Ok(Draft::new(vars, Check::Sudoku(check)))
}

/// A board, its solution, and the cells whose digits are shown; `None` if the search was given up
/// or too few cells can be blank.
fn draw(
    side: usize,
    kind: &Kind,
    technique: &str,
    stream: &mut Stream,
) -> Option<(Board, Digits, Cells)> {
    let regions = match kind.irregular {
        true => layout::regions(side, stream),
        false => box_regions(side),
    };
    let mut board = Board::new(side, regions.ok()?, kind.diagonal, Vec::new()).ok()?;
    let solver = Solver::new(&board);
    let digits = (0..FILLS).find_map(|_| solver.fill(FILLING, stream))?;
    if kind.killer {
        let cages = layout::cages(side, &digits, stream);
        board = Board::new(side, board.regions().to_vec(), false, cages).ok()?;
    }
    let (share, whole) = kind.blank;
    let given = blank(
        &Solver::new(&board),
        &digits,
        side * side * share / whole,
        technique,
        stream,
    )?;
    Some((board, digits, given))
}

/// Takes `wanted` digits away such that the solution remains the only one, and gives the cells that
/// keep theirs; `None` when so many can't be had.
///
/// Before a removal the solution is the only one. If there is another one after it, that differs in
/// one of the removed cells, so the search looks for just that. A digit that can't go now can't go
/// later, when still less is given; each is tried once.
fn blank(
    solver: &Solver,
    digits: &Digits,
    wanted: usize,
    technique: &str,
    stream: &mut Stream,
) -> Option<Cells> {
    let cells = solver.side * solver.side;
    let mut order = [0; 81];
    for (place, cell) in order.iter_mut().enumerate() {
        *cell = place;
    }
    stream.shuffle(&mut order[..cells]);
    let (advanced, symmetric) = (technique == "advanced", technique == "expert");
    let mut given: Cells = (1 << cells) - 1;
    // Point symmetry pairs the cells, but for the centre of a board of odd side; without one the
    // number of blanks is even.
    let wanted = wanted - usize::from(symmetric && cells.is_multiple_of(2)) * (wanted % 2);
    let centred = symmetric && wanted % 2 == 1;
    if centred {
        given &= !(1 << (cells / 2));
    }
    let mut tried: Cells = 0;
    let mut count = usize::from(centred);
    for place in 0..cells {
        if count == wanted {
            break;
        }
        if advanced {
            let known = |&cell: &usize| (solver.peers(cell) & given).count_ones();
            let most = (place..cells).max_by_key(|&place| known(&order[place]))?;
            order.swap(place, most);
        }
        let cell = order[place];
        let mut removed: Cells = 1 << cell;
        if symmetric {
            removed |= 1 << (cells - 1 - cell);
            // The centre has been decided by the number of blanks.
            if removed.count_ones() < 2 {
                continue;
            }
        }
        if tried & removed != 0 {
            continue;
        }
        tried |= removed;
        let left = given & !removed;
        let alone = |cell| solver.other(digits, left, cell, EFFORT) == Found::Nothing;
        if cells_of(removed).all(alone) {
            given = left;
            count += removed.count_ones() as usize;
        }
    }
    (count == wanted).then_some(given)
}

/// A line for each row, with a space between its cells.
fn grid(side: usize, cell: impl Fn(usize) -> u8) -> String {
    let mut text = String::with_capacity(2 * side * side);
    for place in 0..side * side {
        if place > 0 {
            text.push(if place % side == 0 { '\n' } else { ' ' });
        }
        text.push(char::from(cell(place)));
    }
    text
}

/// A line for each cage: its sum and its cells by row and column, counted from 1.
fn cages(board: &Board) -> String {
    let side = board.side() as u8;
    let mut text = String::with_capacity(24 * board.cages().len());
    for cage in board.cages() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(itoa::Buffer::new().format(cage.sum));
        for (place, cell) in cage.cells.iter().enumerate() {
            text.push_str(if place == 0 { ": (" } else { ", (" });
            // A side has one digit.
            text.push(char::from(b'1' + cell / side));
            text.push_str(", ");
            text.push(char::from(b'1' + cell % side));
            text.push(')');
        }
    }
    text
}

/// At least one item for each filled board, since every board can be drawn and no item has two
/// solutions. The standard boxes are one of the ways to draw regions.
///
/// Of side 9 there are 6,670,903,752,021,072,936,960 filled boards (Felgenhauer and Jarvis,
/// "Mathematics of Sudoku I", 2006), with diagonals 9!·153,255,603,504 (enumerated by Sudoku players;
/// a random probe of the search tree agrees). The tests count the boards of side 6 and 4.
fn space(order: Order<'_>) -> Space {
    let diagonal = order.variation.starts_with("diagonal");
    let few = "a board so small can be filled in few ways";
    match (order.params.int("side"), diagonal) {
        (9, false) => Space::at_least(6_670_903_752_021_072_936_960u128),
        (9, true) => Space::at_least(362_880u64 * 153_255_603_504),
        (6, false) => Space::at_least(28_200_960u32).because(few),
        (6, true) => Space::at_least(8_640u32).because(few),
        (4, false) => Space::at_least(288u32).because(few),
        (4, true) => Space::at_least(48u32).because(few),
        _ => Space::exactly(0u32).because("a board has a side of 4, 6 or 9"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::param::ParamValue;
    use crate::task::Generator;

    const TECHNIQUES: [&str; 3] = ["basic", "advanced", "expert"];

    fn generator(variation: &str, side: i64, technique: &str) -> Generator {
        let given = [
            ("side", ParamValue::Int(side)),
            ("technique", ParamValue::Text(technique.to_owned())),
        ];
        Generator::new(&TASK, Some(variation), given, "confirm").expect("valid")
    }

    #[test]
    fn as_many_cells_are_blank_as_the_difficulty_says() {
        for variation in TASK.variations {
            let kind = Kind::of(variation.name).expect("a board");
            for side in [4, 6, 9] {
                for technique in TECHNIQUES {
                    let generator = generator(variation.name, side, technique);
                    for index in 0..20 {
                        let item = generator.item(index).expect("item 0 was made");
                        let Check::Sudoku(check) = &item.check else {
                            panic!("{:?}", item.check)
                        };
                        let given = check.given();
                        let blank = given.iter().filter(|&&digit| digit == 0).count();
                        let wanted = given.len() * kind.blank.0 / kind.blank.1;
                        let paired = technique == "expert" && side % 2 == 0;
                        assert_eq!(blank, wanted - usize::from(paired) * (wanted % 2));
                        if technique == "expert" {
                            let shown = |digit: &u8| *digit > 0;
                            assert!(given.iter().map(shown).eq(given.iter().rev().map(shown)));
                        }
                    }
                }
            }
        }
    }

    /// What the promise of redrawing stands on, and how much is thrown away.
    #[test]
    fn the_spare_stream_gives_a_board_at_every_parameter_and_few_are_thrown_away() {
        for variation in TASK.variations {
            let kind = Kind::of(variation.name).expect("a board");
            for side in [4, 6, 9] {
                for technique in TECHNIQUES {
                    let mut spare = Stream::from_key(redraw::SPARE);
                    let drawn =
                        (0..TRIES).filter(|_| draw(side, &kind, technique, &mut spare).is_some());
                    let count = drawn.take(TRIES).count();
                    // A twelfth of the draws, which fails 256 times with a chance below 10^-9.
                    assert!(
                        count > TRIES / 12,
                        "{} {side} {technique}: {count}",
                        variation.name
                    );
                }
            }
        }
    }

    #[test]
    fn other_sides_are_refused() {
        for side in [5, 7, 8] {
            let given = [("side", ParamValue::Int(side))];
            assert!(Generator::new(&TASK, None, given, "x").is_err());
        }
    }

    /// Fills one row after another without any thought.
    fn count(board: &Board, digits: &mut Vec<u8>) -> u64 {
        let side = board.side();
        if digits.len() == side * side {
            return u64::from(board.broken(digits).is_none());
        }
        let (row, column) = (digits.len() / side, digits.len() % side);
        let mut found = 0;
        for digit in 1..=side as u8 {
            let clash = digits.iter().enumerate().any(|(cell, &other)| {
                let (above, beside) = (cell / side, cell % side);
                let diagonal = board.diagonal()
                    && (row == column && above == beside
                        || row + column + 1 == side && above + beside + 1 == side);
                let together = above == row
                    || beside == column
                    || board.regions()[cell] == board.regions()[digits.len()]
                    || diagonal;
                other == digit && together
            });
            if !clash {
                digits.push(digit);
                found += count(board, digits);
                digits.pop();
            }
        }
        found
    }

    /// Boards of side 4, and those of side 6 with their first row, which can be renamed.
    #[test]
    fn there_are_as_many_small_boards_as_the_space_says() {
        for (variation, diagonal) in [("standard_easy", false), ("diagonal_easy", true)] {
            for (side, first, renamed) in [(4usize, 0, 1u64), (6, 6, 720)] {
                let regions = box_regions(side).expect("a side");
                let board = Board::new(side, regions, diagonal, vec![]).expect("a board");
                let found = renamed * count(&board, &mut (1..=first).collect());
                let space = generator(variation, side as i64, "basic").space();
                assert_eq!(space.least(), &found.into(), "{variation} {side}");
            }
        }
    }
}
