//! The plain run, one step at a time, in a table-driven loop.

use super::configuration::Configuration;
use super::machine::{MAX_SYMBOLS, Machine, Side};
use super::sprint::{Sprint, Track};

/// Most cells a plain run may use unless told otherwise.
pub const MAX_CELLS: usize = 1 << 26;

/// Why a run stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It took a halting transition, which was its last step.
    Halted,
    /// It stands before a transition that is not defined.
    Undefined {
        /// The state it is in.
        state: u8,
        /// The symbol it reads.
        symbol: u8,
    },
    /// As many steps as asked for are done; it could go on.
    Steps,
    /// The tape would need more cells than allowed.
    Cells,
}

/// Entries of a row of the packed table: a power of two that holds every symbol.
const ROW: usize = MAX_SYMBOLS.next_power_of_two();
/// Entries of the packed table: a power of two that holds every state's row.
const TABLE: usize = 64 * ROW;
/// A packed entry after which nothing more is done.
const LAST: u32 = 1 << 31;
/// A packed entry that is not defined.
const UNDEFINED: u32 = 1 << 30;
/// A packed entry that moves the head to the right.
const RIGHT: u32 = 1 << 29;

/// So many steps and more are taken over blocks, as far as possible.
const LONG: u64 = 1 << 13;

/// How near to an end of its buffer the head may come before the buffer grows: so many steps at
/// least go without looking.
const MARGIN: usize = 64;

/// A run of one machine, from any configuration.
///
/// The table is packed into one word an entry (next row, symbol, direction, whether that is the
/// end), so that a step costs a load from the tape, a load from the table and a store; whether the
/// buffer is long enough is asked once for as many steps as the head could take to its end. Thousands
/// of steps at once are taken over a table of blocks.
#[derive(Clone, Debug)]
pub struct Run<'m> {
    machine: &'m Machine,
    table: Box<[u32; TABLE]>,
    tape: Vec<u8>,
    head: usize,
    /// Index in `tape` of the cell the run began on.
    origin: usize,
    /// The index of the state's row, before the halt.
    row: u32,
    steps: u64,
    ended: Option<Stop>,
    cells: usize,
    sprint: Option<Box<Sprint>>,
}

impl<'m> Run<'m> {
    /// A run from the empty tape.
    pub fn new(machine: &'m Machine) -> Self {
        Self::from(machine, &Configuration::start())
    }

    /// A run from `start`, whose state and symbols must be the machine's.
    pub fn from(machine: &'m Machine, start: &Configuration) -> Self {
        let mut table = Box::new([LAST | UNDEFINED; TABLE]);
        for (state, symbol, action) in machine.transitions() {
            let entry = &mut table[usize::from(state) * ROW + usize::from(symbol)];
            if let Some(action) = action {
                let next = action
                    .next
                    .map_or(LAST, |next| u32::from(next) * ROW as u32);
                let side = if action.side == Side::Right { RIGHT } else { 0 };
                *entry = next | side | u32::from(action.write) << 16;
            }
        }
        let mut tape = vec![0; start.tape().len() + 2 * MARGIN];
        tape[MARGIN..MARGIN + start.tape().len()].copy_from_slice(start.tape());
        let head = MARGIN + start.head();
        Self {
            machine,
            table,
            tape,
            head,
            origin: head,
            row: u32::from(start.state().unwrap_or(0)) * ROW as u32,
            steps: 0,
            ended: start.state().is_none().then_some(Stop::Halted),
            cells: MAX_CELLS,
            sprint: None,
        }
    }

    /// Lets the buffer grow to about `cells` cells and no further.
    #[must_use]
    pub fn with_cells(mut self, cells: usize) -> Self {
        self.cells = cells.max(self.tape.len());
        self
    }

    /// Takes up to `steps` steps more.
    pub fn run(&mut self, steps: u64) -> Stop {
        let mut left = steps;
        // What the blocks can't do is done plainly, for longer and longer.
        let mut pause = LONG;
        while self.ended.is_none() && left >= LONG {
            let taken = self.sprint(left);
            left -= taken;
            let plain = pause.min(left);
            let before = self.steps;
            let stop = self.walk(plain);
            left -= self.steps - before;
            if stop == Stop::Cells {
                return stop;
            }
            if taken < pause {
                pause = pause.saturating_mul(2);
            }
        }
        self.walk(left)
    }

    /// Takes up to `steps` steps over blocks, and gives how many.
    fn sprint(&mut self, steps: u64) -> u64 {
        let machine = self.machine;
        let mut state = (self.row as usize / ROW) as u8;
        let sprint = self
            .sprint
            .get_or_insert_with(|| Box::new(Sprint::new(machine)));
        let mut track = Track {
            tape: &mut self.tape,
            head: &mut self.head,
            origin: &mut self.origin,
            state: &mut state,
        };
        let taken = sprint.go(machine, &mut track, steps, self.cells);
        self.row = u32::from(state) * ROW as u32;
        self.steps += taken;
        taken
    }

    /// Takes up to `steps` steps, one by one.
    fn walk(&mut self, steps: u64) -> Stop {
        let mut left = steps;
        while self.ended.is_none() {
            if left == 0 {
                return Stop::Steps;
            }
            let room = self.head.min(self.tape.len() - 1 - self.head);
            if room < MARGIN / 2 && !self.grow() {
                return Stop::Cells;
            }
            let room = self.head.min(self.tape.len() - 1 - self.head) as u64;
            left -= self.stride(room.min(left));
        }
        self.ended.unwrap_or(Stop::Steps)
    }

    /// Takes one step; says whether one was taken.
    pub fn step(&mut self) -> bool {
        let before = self.steps;
        self.run(1);
        self.steps > before
    }

    /// Takes up to `most` steps within the buffer, which must be long enough for them, and gives
    /// how many it took.
    fn stride(&mut self, most: u64) -> u64 {
        let tape = &mut self.tape[..];
        let (mut head, mut row) = (self.head, self.row);
        let mut left = most;
        while left > 0 {
            let symbol = tape[head];
            let entry = self.table[(row as usize | usize::from(symbol)) & (TABLE - 1)];
            if entry & UNDEFINED != 0 {
                self.ended = Some(Stop::Undefined {
                    state: (row as usize / ROW) as u8,
                    symbol,
                });
                break;
            }
            tape[head] = (entry >> 16) as u8;
            // 1 to the right; all ones, which is one back, to the left.
            head = head
                .wrapping_add((entry >> 28 & 2) as usize)
                .wrapping_sub(1);
            left -= 1;
            row = entry & 0xffff;
            if entry & LAST != 0 {
                self.ended = Some(Stop::Halted);
                break;
            }
        }
        (self.head, self.row) = (head, row);
        self.steps += most - left;
        most - left
    }

    /// Makes room on the side where it is short; false when the limit forbids it.
    fn grow(&mut self) -> bool {
        let length = self.tape.len();
        if length >= self.cells {
            // The last cells before the limit may still be walked, one by one.
            return self.head > 0 && self.head + 1 < length;
        }
        let more = length.min(self.cells - length).max(MARGIN);
        if self.head < length / 2 {
            self.tape.splice(0..0, std::iter::repeat_n(0, more));
            self.head += more;
            self.origin += more;
        } else {
            self.tape.resize(length + more, 0);
        }
        true
    }

    /// The machine.
    pub fn machine(&self) -> &'m Machine {
        self.machine
    }

    /// How many steps were taken.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Why the run can't go on; `None` while it can.
    pub fn ended(&self) -> Option<Stop> {
        self.ended
    }

    /// Whether it took a halting transition.
    pub fn halted(&self) -> bool {
        self.ended == Some(Stop::Halted)
    }

    /// The state; `None` after the halt.
    pub fn state(&self) -> Option<u8> {
        (!self.halted()).then_some((self.row as usize / ROW) as u8)
    }

    /// The head's place, counted from the cell the run began on, to the right.
    pub fn place(&self) -> isize {
        self.head as isize - self.origin as isize
    }

    /// The symbol under the head.
    pub fn read(&self) -> u8 {
        self.tape[self.head]
    }

    /// The symbol in the cell `place`, counted as [`Run::place`] does.
    pub fn cell(&self, place: isize) -> u8 {
        usize::try_from(place + self.origin as isize)
            .ok()
            .and_then(|index| self.tape.get(index))
            .copied()
            .unwrap_or(0)
    }

    /// The number of cells that do not hold 0.
    pub fn score(&self) -> u64 {
        self.tape.iter().filter(|&&symbol| symbol != 0).count() as u64
    }

    /// State, tape and head as they are now.
    pub fn configuration(&self) -> Configuration {
        Configuration::new(self.state(), &self.tape, self.head)
    }

    /// The cells from `from` to `to`, both included, counted as [`Run::place`] does.
    pub fn window(&self, from: isize, to: isize) -> Vec<u8> {
        (from..=to).map(|place| self.cell(place)).collect()
    }

    /// The places of the first and the last cell that do not hold 0; `None` on an empty tape.
    pub fn extent(&self) -> Option<(isize, isize)> {
        let first = self.tape.iter().position(|&symbol| symbol != 0)?;
        let last = self.tape.iter().rposition(|&symbol| symbol != 0)?;
        let origin = self.origin as isize;
        Some((first as isize - origin, last as isize - origin))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::super::machine::Action;
    use super::*;

    fn machine(text: &str) -> Machine {
        text.parse().expect(text)
    }

    #[test]
    fn champions_come_out_right() {
        for (text, steps, score) in [
            ("1RB1LB_1LA1RZ", 6, 4),
            ("1RB1RZ_1LB0RC_1LC1LA", 21, 5),
            ("1RB1RZ_0RC1RB_1LC1LA", 14, 6),
            ("1RB1LB_1LA0LC_1RZ1LD_1RD0RA", 107, 13),
            ("1RB2LB1RZ_2LA2RB1LB", 38, 9),
            ("1RB2LA1RA1RA_1LB1LA3RB1RZ", 3_932_964, 2050),
            ("1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA", 47_176_870, 4098),
        ] {
            let machine = machine(text);
            let mut run = Run::new(&machine);
            assert_eq!(run.run(1 << 40), Stop::Halted, "{text}");
            assert_eq!((run.steps(), run.score()), (steps, score), "{text}");
            assert_eq!(run.state(), None);
        }
    }

    #[test]
    fn stops_are_told_apart() {
        let runner = machine("1RA1RA");
        let mut run = Run::new(&runner).with_cells(1000);
        assert_eq!(run.run(500), Stop::Steps);
        assert_eq!((run.steps(), run.place()), (500, 500));
        assert_eq!(run.run(1 << 40), Stop::Cells);
        assert!(run.steps() < 1000);
        let open = machine("1RB---_1LA1LB");
        let mut run = Run::new(&open);
        let stop = Stop::Undefined {
            state: 0,
            symbol: 1,
        };
        assert_eq!(run.run(100), stop);
        assert_eq!(run.steps(), 2);
        assert_eq!(run.run(100), stop);
        assert!(!run.step());
    }

    /// The tape as a map, one step at a time, straight from the definition.
    fn slowly(machine: &Machine, start: &Configuration, steps: u64) -> (Configuration, u64) {
        let mut tape: HashMap<i64, u8> = (0..).zip(start.tape().iter().copied()).collect();
        let (mut head, mut state, mut taken) = (start.head() as i64, start.state(), 0);
        while let Some(now) = state
            && taken < steps
        {
            let cell = tape.entry(head).or_insert(0);
            let Some(action) = machine.action(now, *cell) else {
                break;
            };
            *cell = action.write;
            head += action.side.offset() as i64;
            state = action.next;
            taken += 1;
        }
        let low = tape.keys().copied().chain([head]).min().unwrap_or(0);
        let high = tape.keys().copied().chain([head]).max().unwrap_or(0);
        let cells: Vec<u8> = (low..=high)
            .map(|place| tape.get(&place).copied().unwrap_or(0))
            .collect();
        (
            Configuration::new(state, &cells, (head - low) as usize),
            taken,
        )
    }

    /// Any machine of up to four states and four symbols, and any start.
    pub(in super::super) fn any_machine() -> impl Strategy<Value = Machine> {
        (
            1usize..5,
            2usize..5,
            prop::collection::vec(any::<(u8, bool, u8, bool)>(), 16),
        )
            .prop_map(|(states, symbols, draws)| {
                let mut machine = Machine::new(states, symbols).expect("in range");
                for state in 0..states {
                    for symbol in 0..symbols {
                        let (write, right, next, gap) = draws[state * symbols + symbol];
                        let next = usize::from(next) % (4 * states + 1);
                        let action = Action {
                            write: write % symbols as u8,
                            side: if right { Side::Right } else { Side::Left },
                            next: (next < 4 * states).then_some((next % states) as u8),
                        };
                        let gap = gap && write > 230;
                        machine.set(state as u8, symbol as u8, (!gap).then_some(action));
                    }
                }
                machine
            })
    }

    proptest! {
        /// The run over blocks and the plain one give the same, wherever they are interrupted.
        #[test]
        fn blocks_follow_the_plain_loop(
            machine in any_machine(),
            tape in prop::collection::vec(0u8..2, 0..30),
            head in 0usize..30,
            first in 0u64..60,
            steps in LONG..4 * LONG,
        ) {
            let start = Configuration::new(Some(0), &tape, head);
            let mut fast = Run::from(&machine, &start);
            let mut slow = Run::from(&machine, &start);
            for steps in [first, steps, steps + first] {
                let stop = fast.run(steps);
                prop_assert_eq!(slow.walk(steps), stop);
                prop_assert_eq!(slow.steps(), fast.steps());
                prop_assert_eq!(slow.place(), fast.place());
                prop_assert_eq!(slow.configuration(), fast.configuration());
            }
        }

        #[test]
        fn the_loop_follows_the_definition(
            machine in any_machine(),
            tape in prop::collection::vec(0u8..2, 0..9),
            head in 0usize..9,
            steps in 0u64..400,
        ) {
            let start = Configuration::new(Some(0), &tape, head);
            let mut run = Run::from(&machine, &start);
            run.run(steps / 2);
            run.run(steps - steps / 2);
            let (end, taken) = slowly(&machine, &start, steps);
            prop_assert_eq!(run.steps(), taken);
            prop_assert_eq!(run.score(), end.score());
            prop_assert_eq!(run.configuration(), end);
        }
    }
}
