//! `beyondbench.hard.sudoku_solving`, as an exact cover: whatever has the fewest choices left, be it
//! a cell or a digit's place within a row, column, region or diagonal, is decided next, one choice
//! after another, until a second solution or none is found.
//!
//! That is how Knuth's "Dancing Links" (2000) goes about it, here over one set of digits for each
//! cell. The digits of a cage are kept within the sets that make its sum, which are listed
//! beforehand. The method is the same at every side.

use std::sync::LazyLock;

use tribunal_verifiers::Check;

use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.sudoku_solving",
    method: "exact cover up to a second solution",
    confirm,
};

/// A set of digits; digit 1 is bit 1.
type Set = u16;

/// The board as the prompt shows it.
struct Board {
    side: usize,
    given: Vec<u8>,
    /// Cells that hold each digit once.
    units: Vec<Vec<usize>>,
    cages: Vec<(Vec<usize>, u32)>,
    /// For each cell the cells that differ from it.
    peers: Vec<Vec<usize>>,
    /// For each cell the number of its cage.
    cage_of: Vec<Option<usize>>,
}

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let Check::Sudoku(check) = question.check else {
        return Err(Doubt::new("the key is no Sudoku"));
    };
    let board = Board::read(question)?;
    let told: Vec<_> = board
        .cages
        .iter()
        .map(|(cells, sum)| (cells.clone(), *sum))
        .collect();
    let judged: Vec<_> = check
        .board()
        .cages()
        .iter()
        .map(|cage| {
            let cells = cage.cells.iter().map(|&cell| usize::from(cell)).collect();
            (cells, u32::from(cage.sum))
        })
        .collect();
    ensure!(told == judged, "the cages judged are not those told");
    ensure!(
        board.given == check.given(),
        "the digits judged as given are not those shown"
    );
    ensure!(
        check.board().diagonal() == (question.text("rule")? == "diagonal"),
        "the diagonals are judged otherwise than told"
    );
    let regions = &board.units[2 * board.side..3 * board.side];
    let same = regions.iter().all(|unit| {
        let name = |cell: &usize| check.board().regions()[*cell];
        unit.iter().all(|cell| name(cell) == name(&unit[0]))
    });
    ensure!(
        check.board().regions().len() == board.side * board.side && same,
        "the regions judged are not those told"
    );
    let mut solutions = Vec::new();
    board.solve(&mut solutions)?;
    match &solutions[..] {
        [] => Err(Doubt::new("there is no solution")),
        [only] => {
            ensure!(only == check.solution(), "the only solution is {only:?}");
            Ok(())
        }
        _ => Err(Doubt::new("there is more than one solution")),
    }
}

impl Board {
    fn read(question: &Question<'_>) -> Result<Self, Doubt> {
        let side = question.int("side")?;
        ensure!([4, 6, 9].contains(&side), "a side of {side} is not known");
        let side = side as usize;
        let cells = side * side;
        let grid = lines(question.text("grid")?, side)?;
        let mut given = Vec::with_capacity(cells);
        for &symbol in &grid {
            match symbol {
                '_' => given.push(0),
                _ => match symbol.to_digit(10) {
                    Some(digit) if (1..=side as u32).contains(&digit) => given.push(digit as u8),
                    _ => return Err(Doubt::new(format!("`{symbol}` is shown in a cell"))),
                },
            }
        }
        let rule = question.text("rule")?;
        let mut units = vec![Vec::with_capacity(side); 3 * side];
        let regions = match rule {
            "irregular" => lines(question.text("regions")?, side)?,
            _ => Vec::new(),
        };
        let (rows, columns) = (question.int("box_rows")?, question.int("box_columns")?);
        ensure!(
            rows > 0 && columns > 0 && rows * columns == side as i64,
            "boxes of {rows} by {columns} cells do not fit"
        );
        let (rows, columns) = (rows as usize, columns as usize);
        for cell in 0..cells {
            let (row, column) = (cell / side, cell % side);
            let region = match regions.get(cell) {
                Some(&letter) => (letter as usize).wrapping_sub('A' as usize),
                None => row / rows * (side / columns) + column / columns,
            };
            ensure!(region < side, "a region's letter is unknown");
            for unit in [row, side + column, 2 * side + region] {
                units[unit].push(cell);
            }
        }
        ensure!(
            units.iter().all(|unit| unit.len() == side),
            "the regions are not of equal size"
        );
        if rule == "diagonal" {
            units.push((0..side).map(|row| row * side + row).collect());
            units.push((0..side).map(|row| row * side + side - 1 - row).collect());
        }
        let cages = cages(question.text("cages")?, side)?;
        let mut peers = vec![Vec::new(); cells];
        let mut cage_of = vec![None; cells];
        for (number, (cage, _)) in cages.iter().enumerate() {
            for &cell in cage {
                ensure!(cage_of[cell].is_none(), "two cages share a cell");
                cage_of[cell] = Some(number);
            }
        }
        for unit in units.iter().chain(cages.iter().map(|(cells, _)| cells)) {
            for &cell in unit {
                peers[cell].extend(unit.iter().copied().filter(|&other| other != cell));
            }
        }
        for peers in &mut peers {
            peers.sort_unstable();
            peers.dedup();
        }
        Ok(Self {
            side,
            given,
            units,
            cages,
            peers,
            cage_of,
        })
    }

    /// Puts up to two solutions into `solutions`.
    fn solve(&self, solutions: &mut Vec<Vec<u8>>) -> Result<(), Doubt> {
        let all = (1u16 << (self.side + 1)) - 2;
        let mut cells = vec![all; self.given.len()];
        for (number, _) in self.cages.iter().enumerate() {
            if !self.fit(&mut cells, number) {
                return Ok(());
            }
        }
        for (cell, &digit) in self.given.iter().enumerate() {
            if digit > 0 && !self.settle(&mut cells, cell, 1 << digit) {
                return Ok(());
            }
        }
        let mut left = 1_000_000;
        self.branch(&cells, solutions, &mut left);
        ensure!(left > 0, "the search takes too long");
        Ok(())
    }

    /// Leaves `cell` this one digit and draws the conclusions; false on a contradiction.
    fn settle(&self, cells: &mut [Set], cell: usize, digit: Set) -> bool {
        if cells[cell] & digit == 0 {
            return false;
        }
        cells[cell] = digit;
        for &peer in &self.peers[cell] {
            let left = cells[peer] & !digit;
            if left == cells[peer] {
                continue;
            }
            if left == 0 {
                return false;
            }
            cells[peer] = left;
            if left.count_ones() == 1 && !self.settle(cells, peer, left) {
                return false;
            }
        }
        match self.cage_of[cell] {
            Some(cage) => self.fit(cells, cage),
            None => true,
        }
    }

    /// Keeps a cage's cells within the sets that make its sum; false if none fits.
    fn fit(&self, cells: &mut [Set], cage: usize) -> bool {
        let (members, sum) = &self.cages[cage];
        let (mut any, mut sure) = (0, 0);
        for &cell in members {
            any |= cells[cell];
            if cells[cell].count_ones() == 1 {
                sure |= cells[cell];
            }
        }
        let fitting = SETS
            .get(members.len())
            .and_then(|sums| sums.get(*sum as usize))
            .map_or(0, |sets| {
                sets.iter()
                    .filter(|&&set| set & !any == 0 && sure & !set == 0)
                    .fold(0, |union, set| union | set)
            });
        for &cell in members {
            let left = cells[cell] & fitting;
            if left == 0 {
                return false;
            }
            let fresh = left != cells[cell] && left.count_ones() == 1;
            cells[cell] = left;
            if fresh && !self.settle(cells, cell, left) {
                return false;
            }
        }
        true
    }

    fn branch(&self, cells: &[Set], solutions: &mut Vec<Vec<u8>>, left: &mut u32) {
        if *left == 0 || solutions.len() > 1 {
            return;
        }
        *left -= 1;
        let cell = (0..cells.len())
            .filter(|&cell| cells[cell].count_ones() > 1)
            .min_by_key(|&cell| cells[cell].count_ones());
        let Some(cell) = cell else {
            let sums = |(members, sum): &(Vec<usize>, u32)| {
                members
                    .iter()
                    .map(|&cell| cells[cell].trailing_zeros())
                    .sum::<u32>()
                    == *sum
            };
            if self.cages.iter().all(sums) {
                solutions.push(cells.iter().map(|set| set.trailing_zeros() as u8).collect());
            }
            return;
        };
        let mut fewest = cells[cell].count_ones();
        let digits = (1..=self.side).map(|digit| 1 << digit);
        let mut choices: Vec<(usize, Set)> = digits
            .filter(|digit| cells[cell] & digit != 0)
            .map(|digit| (cell, digit))
            .collect();
        // A digit with fewer places in some unit is the better choice.
        for unit in &self.units {
            let (mut once, mut twice, mut more) = (0, 0, 0);
            for &cell in unit {
                more |= twice & cells[cell];
                twice |= once & cells[cell];
                once |= cells[cell];
            }
            if once.count_ones() as usize != self.side {
                return;
            }
            let lone = once & !twice;
            let pairs = twice & !more;
            for digit in (1..=self.side).map(|digit| 1 << digit) {
                let places = match digit {
                    digit if lone & digit != 0 => 1,
                    digit if pairs & digit != 0 => 2,
                    _ => continue,
                };
                if places >= fewest {
                    continue;
                }
                let here = unit
                    .iter()
                    .copied()
                    .filter(|&cell| cells[cell] & digit != 0);
                let here: Vec<_> = here.map(|cell| (cell, digit)).collect();
                // A digit that stands already leaves nothing to choose.
                if here.iter().any(|&(cell, _)| cells[cell] != digit) {
                    fewest = places;
                    choices = here;
                }
            }
        }
        for (cell, digit) in choices {
            let mut next = cells.to_vec();
            if self.settle(&mut next, cell, digit) {
                self.branch(&next, solutions, left);
            }
        }
    }
}

/// For each number of digits and each sum, the sets that make it.
static SETS: LazyLock<Vec<Vec<Vec<Set>>>> = LazyLock::new(|| {
    let mut sets = vec![vec![Vec::new(); 46]; 10];
    for set in (0..1 << 10).filter(|set| set & 1 == 0) {
        let sum: usize = (1..10).filter(|digit| set >> digit & 1 == 1).sum();
        sets[(set as Set).count_ones() as usize][sum].push(set);
    }
    sets
});

/// The symbols of a grid of `side` lines.
fn lines(text: &str, side: usize) -> Result<Vec<char>, Doubt> {
    let mut symbols = Vec::with_capacity(side * side);
    for line in text.lines() {
        let before = symbols.len();
        for word in line.split(' ') {
            let mut chars = word.chars();
            match (chars.next(), chars.next()) {
                (Some(symbol), None) => symbols.push(symbol),
                _ => return Err(Doubt::new(format!("`{word}` is no cell"))),
            }
        }
        ensure!(symbols.len() == before + side, "a row has another length");
    }
    ensure!(symbols.len() == side * side, "the grid has other rows");
    Ok(symbols)
}

/// Cages as told: `15: (1, 1), (1, 2)` a line.
fn cages(text: &str, side: usize) -> Result<Vec<(Vec<usize>, u32)>, Doubt> {
    let unclear = |line: &str| Doubt::new(format!("`{line}` is no cage"));
    text.lines()
        .map(|line| {
            let numbers: Vec<usize> = line
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|number| number.parse().ok())
                .collect();
            let [sum, places @ ..] = &numbers[..] else {
                return Err(unclear(line));
            };
            let (pairs, rest) = places.as_chunks::<2>();
            let inside = pairs
                .iter()
                .flatten()
                .all(|place| (1..=side).contains(place));
            if !inside || !rest.is_empty() || pairs.len() < 2 {
                return Err(unclear(line));
            }
            let cells = pairs
                .iter()
                .map(|[row, column]| (row - 1) * side + column - 1);
            Ok((cells.collect(), *sum as u32))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use tribunal_generators::{Generator, Item, ParamValue, Var, Vars, registry};
    use tribunal_verifiers::checks::SudokuCheck;

    use super::*;

    fn item(variation: &str, side: i64, technique: &str, index: u64) -> Item {
        let task = registry::task(PROOF.task).expect("a task");
        let given = [
            ("side", ParamValue::Int(side)),
            ("technique", ParamValue::Text(technique.to_owned())),
        ];
        Generator::new(task, Some(variation), given, "proof")
            .and_then(|generator| generator.item(index))
            .expect("valid")
    }

    fn doubt(vars: &Vars, check: &Check) -> Option<String> {
        let question = Question {
            variation: "",
            vars,
            check,
        };
        confirm(&question).err().map(|doubt| doubt.to_string())
    }

    #[test]
    fn the_keys_of_all_boards_are_confirmed() {
        let task = registry::task(PROOF.task).expect("a task");
        for variation in task.variations {
            for side in [4, 6, 9] {
                for technique in ["basic", "advanced", "expert"] {
                    for index in 0..12 {
                        let item = item(variation.name, side, technique, index);
                        let found = doubt(&item.vars, &item.check);
                        assert_eq!(found, None, "{} {side}: {:?}", variation.name, item.vars);
                    }
                }
            }
        }
    }

    /// The variables with those of `changed` in place of theirs.
    fn changed(vars: &Vars, changed: &Vars) -> Vars {
        vars.iter().fold(Vars::new(), |all, (name, var)| {
            let var = changed.get(name).unwrap_or(var);
            all.with(name.to_owned(), var.clone())
        })
    }

    #[test]
    fn spoiled_keys_are_doubted() {
        let standard = item("standard_hard", 9, "basic", 0);
        let Check::Sudoku(check) = &standard.check else {
            panic!("{:?}", standard.check)
        };
        let Some(Var::Text(grid)) = standard.vars.get("grid") else {
            panic!("no grid")
        };
        // With nothing given there are many solutions.
        let blank: String = grid.replace(|c: char| c.is_ascii_digit(), "_");
        let open = changed(&standard.vars, &Vars::new().with("grid", blank));
        let many = SudokuCheck::new(
            check.board().clone(),
            vec![0; 81],
            check.solution().to_vec(),
        );
        let many = Check::Sudoku(many.expect("a Sudoku"));
        assert_eq!(
            doubt(&open, &many).as_deref(),
            Some("there is more than one solution")
        );
        assert_eq!(
            doubt(&open, &standard.check).as_deref(),
            Some("the digits judged as given are not those shown")
        );
        // Another digit called 1 and 2, though those shown stay.
        let renamed = check.solution().iter().map(|&digit| match digit {
            digit @ 1..=2 => 3 - digit,
            digit => digit,
        });
        let renamed = SudokuCheck::new(check.board().clone(), vec![0; 81], renamed.collect());
        assert!(doubt(&open, &Check::Sudoku(renamed.expect("a Sudoku"))).is_some());
        let crossed = changed(&standard.vars, &Vars::new().with("rule", "diagonal"));
        assert_eq!(
            doubt(&crossed, &standard.check).as_deref(),
            Some("the diagonals are judged otherwise than told")
        );
        let killer = item("killer_hard", 9, "basic", 0);
        let Some(Var::Text(cages)) = killer.vars.get("cages") else {
            panic!("no cages")
        };
        let (_, fewer) = cages.split_once('\n').expect("several cages");
        let fewer = changed(&killer.vars, &Vars::new().with("cages", fewer.to_owned()));
        assert_eq!(
            doubt(&fewer, &killer.check).as_deref(),
            Some("the cages judged are not those told")
        );
        let irregular = item("irregular_medium", 6, "basic", 0);
        let boxes = Vars::new().with("rule", "standard");
        assert_eq!(
            doubt(&changed(&irregular.vars, &boxes), &irregular.check).as_deref(),
            Some("the regions judged are not those told")
        );
    }
}
