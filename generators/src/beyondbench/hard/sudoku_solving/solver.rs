//! An exact solver for boards of Sudoku, over one set of cells for each digit.
//!
//! A position holds, for each digit, the cells that may still take it, as bits of a 128-bit word.
//! Adding up these words bit by bit tells at once which cells have no digit left, one or more; so
//! all cells with one digit are settled together, and the cell to try next is found without a scan. Besides that a digit is settled where a row, column or region has one place for it, and the
//! digits of a cage are kept within the sets that make its sum. The rest is search.

use tribunal_verifiers::sudoku::{Board, Cage};

use crate::sample::Stream;

/// A set of cells.
pub(super) type Cells = u128;

/// The digits of a filled board, row by row; no board has more cells.
pub(super) type Digits = [u8; 81];

/// A board as the solver needs it.
pub(super) struct Solver {
    pub(super) side: usize,
    all: Cells,
    /// For each cell those that must differ from it.
    peers: [Cells; 81],
    /// The first column; so many times a set of columns in the first row is those columns.
    column: Cells,
    /// Rows, columns, regions and diagonals.
    houses: Vec<Cells>,
    /// The cells of each cage, and their sum.
    cages: Vec<(Cells, u8)>,
}

/// The cells that may take each digit, and the cells whose digit has not been settled.
#[derive(Clone, Copy)]
struct Position {
    places: [Cells; 9],
    open: Cells,
}

/// What a search is for and how long it may take.
struct Search<'s> {
    /// How many positions may still be tried.
    left: u32,
    /// Where the order of trying comes from; `None` tries the lowest digit first.
    dice: Option<&'s mut Stream>,
}

/// How a bounded search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// With a solution.
    Solution(Digits),
    /// There is none.
    Nothing,
    /// It was given up.
    GivenUp,
}

impl Solver {
    pub(super) fn new(board: &Board) -> Self {
        let side = board.side();
        let cells = side * side;
        let mut houses = vec![0; 3 * side];
        for (cell, &region) in board.regions().iter().enumerate() {
            houses[cell / side] |= 1 << cell;
            houses[side + cell % side] |= 1 << cell;
            houses[2 * side + usize::from(region)] |= 1 << cell;
        }
        if board.diagonal() {
            let line = |start: usize, step: usize| {
                (0..side).fold(0, |line, place| line | 1 << (start + step * place))
            };
            houses.extend([line(0, side + 1), line(side - 1, side - 1)]);
        }
        let mut peers = [0; 81];
        let set = |cage: &Cage| cage.cells.iter().fold(0, |set, cell| set | 1 << cell);
        let cages: Vec<_> = board
            .cages()
            .iter()
            .map(|cage| (set(cage), cage.sum))
            .collect();
        let together = houses
            .iter()
            .chain(cages.iter().map(|(cells, _)| cells))
            .copied();
        for house in together {
            cells_of(house).for_each(|cell| peers[cell] |= house);
        }
        for (cell, peers) in peers.iter_mut().enumerate() {
            *peers &= !(1 << cell);
        }
        Self {
            side,
            all: (1 << cells) - 1,
            column: houses[side],
            peers,
            houses,
            cages,
        }
    }

    /// The cells that must differ from `cell`.
    pub(super) fn peers(&self, cell: usize) -> Cells {
        self.peers[cell]
    }

    /// A filled board, at random; `None` when none was found within `effort` positions.
    pub(super) fn fill(&self, effort: u32, stream: &mut Stream) -> Option<Digits> {
        let mut position = self.empty();
        // A first row settles which digit is called what.
        let mut first: [usize; 9] = std::array::from_fn(|digit| digit);
        stream.shuffle(&mut first[..self.side]);
        for (cell, &digit) in first[..self.side].iter().enumerate() {
            position.settle(cell, digit);
        }
        let mut search = Search {
            left: effort,
            dice: Some(stream),
        };
        match self.search(position, &mut search) {
            Found::Solution(digits) => Some(digits),
            Found::Nothing | Found::GivenUp => None,
        }
    }

    /// A solution whose digits on `given` are those of `digits`, and whose digit in `cell` is
    /// another one than there.
    pub(super) fn other(&self, digits: &Digits, given: Cells, cell: usize, effort: u32) -> Found {
        let mut position = self.position(digits, given);
        position.places[usize::from(digits[cell]) - 1] &= !(1 << cell);
        self.search(
            position,
            &mut Search {
                left: effort,
                dice: None,
            },
        )
    }

    fn empty(&self) -> Position {
        let mut places = [0; 9];
        places[..self.side].fill(self.all);
        Position {
            places,
            open: self.all,
        }
    }

    /// The position with these digits given.
    fn position(&self, digits: &Digits, given: Cells) -> Position {
        let mut shut = [0; 9];
        let mut fixed = [0; 9];
        for cell in cells_of(given) {
            let digit = usize::from(digits[cell]) - 1;
            shut[digit] |= self.peers[cell];
            fixed[digit] |= 1 << cell;
        }
        let mut position = self.empty();
        position.open &= !given;
        for digit in 0..self.side {
            position.places[digit] = position.open & !shut[digit] | fixed[digit];
        }
        position
    }

    fn search(&self, mut position: Position, search: &mut Search<'_>) -> Found {
        if !self.propagate(&mut position) {
            return Found::Nothing;
        }
        if position.open == 0 {
            return Found::Solution(position.digits(self.side));
        }
        let cell = position.tightest(self.side);
        let mut digits: [usize; 9] = std::array::from_fn(|digit| digit);
        if let Some(stream) = &mut search.dice {
            stream.shuffle(&mut digits[..self.side]);
        }
        for &digit in &digits[..self.side] {
            if position.places[digit] >> cell & 1 == 0 {
                continue;
            }
            if search.left == 0 {
                return Found::GivenUp;
            }
            search.left -= 1;
            let mut next = position;
            next.settle(cell, digit);
            match self.search(next, search) {
                Found::Nothing => {}
                found => return found,
            }
        }
        Found::Nothing
    }

    /// Settles what is forced; false on a contradiction.
    fn propagate(&self, position: &mut Position) -> bool {
        loop {
            let [one, two] = position.counts(self.side);
            if one != self.all {
                return false;
            }
            let single = position.open & !two;
            if single != 0 {
                position.open &= !single;
                for places in &mut position.places[..self.side] {
                    let shut =
                        cells_of(*places & single).fold(0, |shut, cell| shut | self.peers[cell]);
                    *places &= !shut;
                }
                continue;
            }
            if position.open == 0 {
                return self.cages(position) != Step::Contradiction;
            }
            match self.hidden(position).or(self.cages(position)) {
                Step::Contradiction => return false,
                Step::Progress => {}
                Step::Nothing => return true,
            }
        }
    }

    /// Settles the digits for which a row, column, region or diagonal has one place.
    fn hidden(&self, position: &mut Position) -> Step {
        let mut step = Step::Nothing;
        let full = (1u32 << self.side) - 1;
        for digit in 0..self.side {
            let places = position.places[digit];
            if places & position.open == 0 {
                continue;
            }
            let mut lone = 0;
            // Rows one by one; columns by counting over the rows.
            let (mut once, mut twice) = (0, 0);
            let mut rest = places;
            for row in 0..self.side {
                let here = rest as u32 & full;
                rest >>= self.side;
                if here & here.wrapping_sub(1) == 0 {
                    lone |= Cells::from(here) << (row * self.side);
                    if here == 0 {
                        return Step::Contradiction;
                    }
                }
                twice |= once & here;
                once |= here;
            }
            if once != full {
                return Step::Contradiction;
            }
            lone |= places & (Cells::from(once & !twice) * self.column);
            for &house in &self.houses[2 * self.side..] {
                let here = places & house;
                if here & here.wrapping_sub(1) == 0 {
                    if here == 0 {
                        return Step::Contradiction;
                    }
                    lone |= here;
                }
            }
            lone &= position.open;
            if lone != 0 {
                step = Step::Progress;
                for (other, places) in position.places.iter_mut().enumerate() {
                    if other != digit {
                        *places &= !lone;
                    }
                }
            }
        }
        step
    }

    /// Keeps the open cells of each cage within the sets of digits that make its sum.
    fn cages(&self, position: &mut Position) -> Step {
        let mut step = Step::Nothing;
        for &(cells, sum) in &self.cages {
            let open = cells & position.open;
            let (mut left, mut free) = (i32::from(sum), 0u16);
            for (digit, &places) in position.places[..self.side].iter().enumerate() {
                if places & open != 0 {
                    free |= 1 << digit;
                }
                // Settled cells of a cage have different digits, or were found out before.
                if places & cells & !open != 0 {
                    left -= digit as i32 + 1;
                }
            }
            if open == 0 {
                if left != 0 {
                    return Step::Contradiction;
                }
                continue;
            }
            let allowed = reach(free, open.count_ones(), left);
            if allowed == 0 {
                return Step::Contradiction;
            }
            let shut = free & !allowed;
            if shut == 0 {
                continue;
            }
            step = Step::Progress;
            for (digit, places) in position.places[..self.side].iter_mut().enumerate() {
                if shut >> digit & 1 == 1 {
                    *places &= !open;
                }
            }
        }
        step
    }
}

/// What a rule did to a position.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Nothing,
    Progress,
    Contradiction,
}

impl Step {
    /// This step, or what `next` does if it was none.
    fn or(self, next: Self) -> Self {
        match self {
            Self::Nothing => next,
            step => step,
        }
    }
}

impl Position {
    /// The cells that may take at least one digit, and at least two.
    fn counts(&self, side: usize) -> [Cells; 2] {
        let [mut one, mut two] = [0; 2];
        for &places in &self.places[..side] {
            two |= one & places;
            one |= places;
        }
        [one, two]
    }

    /// Leaves `cell` the one digit, counted from 0.
    fn settle(&mut self, cell: usize, digit: usize) {
        for (other, places) in self.places.iter_mut().enumerate() {
            if other != digit {
                *places &= !(1 << cell);
            }
        }
    }

    /// An open cell, of which there must be one, that may take as few digits as any.
    fn tightest(&self, side: usize) -> usize {
        // The cells that may take more than so many digits, by a count in unary.
        let mut more = [0; 9];
        for &places in &self.places[..side] {
            for level in (1..side).rev() {
                more[level] |= more[level - 1] & places;
            }
            more[0] |= places;
        }
        let tight = more.iter().map(|&more| self.open & !more);
        let tight = tight.reduce(|tight, next| if tight == 0 { next } else { tight });
        tight.unwrap_or(self.open).trailing_zeros() as usize
    }

    /// The digits of a filled position.
    fn digits(&self, side: usize) -> Digits {
        let mut digits = [0; 81];
        for (digit, &places) in (1..).zip(&self.places[..side]) {
            cells_of(places).for_each(|cell| digits[cell] = digit);
        }
        digits
    }
}

/// The digits out of `free` that are part of a set of `count` of them with this sum.
fn reach(free: u16, count: u32, sum: i32) -> u16 {
    // The sets are looked through by their lowest digit.
    fn extend(free: u16, count: u32, sum: i32, chosen: u16, reached: &mut u16) {
        if count == 1 {
            if (1..=9).contains(&sum) && free >> (sum - 1) & 1 == 1 {
                *reached |= chosen | 1 << (sum - 1);
            }
            return;
        }
        let mut rest = free;
        while rest != 0 {
            let digit = rest.trailing_zeros();
            rest &= rest - 1;
            let left = sum - digit as i32 - 1;
            // What follows is larger.
            if left <= digit as i32 + 1 {
                return;
            }
            extend(rest, count - 1, left, chosen | 1 << digit, reached);
        }
    }
    let mut reached = 0;
    extend(free, count, sum, 0, &mut reached);
    reached
}

/// The cells of a set, ascending.
pub(super) fn cells_of(mut set: Cells) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let cell = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(cell)
    })
}
