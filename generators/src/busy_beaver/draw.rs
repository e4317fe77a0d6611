//! Machines by a random walk down the tree in tree normal form.
//!
//! The walk runs a machine without any transition and, wherever it comes to an undefined one, draws
//! an action among the symbols and states met so far and the next new one of each. Once it comes to
//! an undefined transition late enough, it stands at an *opening*: a halting transition put there
//! makes a machine that halts with the next step; any other action makes one that goes on, and often
//! never stops. Machines that halt and machines that don't thus have the same past, and nothing but
//! following them tells them apart.

use std::cell::RefCell;
use std::collections::HashMap;

use tribunal_verifiers::turing::decide::{self, Effort};
use tribunal_verifiers::turing::{Action, Certificate, Machine, Side};

use crate::param::{Param, Params};
use crate::sample::Stream;
use crate::task::GenerateError;

/// How much later than its window's beginning a walk may have to go on.
const SHIFT: u64 = 24;
/// How many walks are begun before the spare machine is taken.
const WALKS: usize = 4_000;
/// How many walks look for a spare machine.
const SPARE_WALKS: usize = 60_000;
/// How many walks are begun for a machine that never halts: long periods are rare.
const ENDLESS_WALKS: usize = 20_000;
/// How many openings are continued in search of one.
const CONTINUED: usize = 1_500;
/// How many are continued in search of a spare one.
const SPARE_CONTINUED: usize = 4_000;

/// The size of a machine and when it may come to its opening: what a cell's parameters ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Size {
    pub(crate) states: usize,
    pub(crate) symbols: usize,
    /// The fewest and the most steps of a halting machine, the halting one counted.
    pub(crate) steps: (u64, u64),
}

/// The parameter for the number of states.
pub(crate) const STATES: Param = Param::int("states", "how many states a machine has", (2, 12), 6);
/// The parameter for the number of symbols.
pub(crate) const SYMBOLS: Param =
    Param::int("symbols", "how many symbols the tape knows", (2, 6), 3);

impl Size {
    /// Reads the parameters `states`, `symbols`, `steps_min` and `steps_max`.
    ///
    /// # Errors
    /// [`GenerateError`] when the window is empty.
    pub(crate) fn new(params: &Params) -> Result<Self, GenerateError> {
        let (low, high) = (params.int("steps_min"), params.int("steps_max"));
        if low > high {
            return Err(GenerateError::new(format!(
                "steps_min is {low}, but steps_max only {high}"
            )));
        }
        Ok(Self {
            states: params.size("states"),
            symbols: params.size("symbols"),
            steps: (low as u64, high as u64),
        })
    }

    /// The window without the longest beginning that [`Size::some`] takes off.
    pub(crate) fn late(self) -> Self {
        let (low, high) = self.steps;
        Self {
            steps: (low + (high - low).min(2 * SHIFT) / 2, high),
            ..self
        }
    }

    /// The window without a beginning of any length up to its half or [`SHIFT`]: walks end at the
    /// first opening in their window, and most would else end with its first step.
    pub(crate) fn some(self, stream: &mut Stream) -> Self {
        let late = self.late().steps.0;
        Self {
            steps: (
                self.steps.0 + stream.below(late - self.steps.0 + 1),
                self.steps.1,
            ),
            ..self
        }
    }

    /// How many transitions a table of this size has.
    pub(crate) fn cells(&self) -> usize {
        self.states * self.symbols
    }
}

/// A machine that stands before an undefined transition.
#[derive(Clone, Debug)]
pub(crate) struct Opening {
    /// The transitions that have been used; all others are undefined.
    pub(crate) machine: Machine,
    /// Steps taken.
    pub(crate) steps: u64,
    /// The state it is in.
    pub(crate) state: u8,
    /// The symbol it reads.
    pub(crate) symbol: u8,
}

/// A machine that never stops, with a proof.
#[derive(Clone, Debug)]
pub(crate) struct Endless {
    /// The transitions that it uses; all others are undefined.
    pub(crate) used: Machine,
    /// The whole table, with a halting transition among those it never uses.
    pub(crate) machine: Machine,
    /// The proof for the whole table.
    pub(crate) certificate: Certificate,
}

/// A halting transition.
pub(crate) const HALT: Action = Action {
    write: 1,
    side: Side::Right,
    next: None,
};

impl Opening {
    /// The machine that halts here, with step [`Opening::steps`] + 1; unused transitions are drawn.
    pub(crate) fn halting(mut self, stream: &mut Stream) -> Machine {
        self.machine.set(self.state, self.symbol, Some(HALT));
        fill(&mut self.machine, stream);
        self.machine
    }
}

/// Puts a halting transition among the undefined ones and draws all others.
fn disguise(mut machine: Machine, stream: &mut Stream) -> Machine {
    let unused: Vec<(u8, u8)> = machine.stops().collect();
    if !unused.is_empty() {
        let &(state, symbol) = stream.choose(&unused);
        machine.set(state, symbol, Some(HALT));
        fill(&mut machine, stream);
    }
    machine
}

/// Defines every undefined transition by a uniform action that does not halt.
pub(crate) fn fill(machine: &mut Machine, stream: &mut Stream) {
    let open: Vec<(u8, u8)> = machine
        .transitions()
        .filter(|(_, _, action)| action.is_none())
        .map(|(state, symbol, _)| (state, symbol))
        .collect();
    for (state, symbol) in open {
        let action = Action {
            write: stream.index(machine.symbols()) as u8,
            side: side(stream),
            next: Some(stream.index(machine.states()) as u8),
        };
        machine.set(state, symbol, Some(action));
    }
}

fn side(stream: &mut Stream) -> Side {
    if stream.chance(1, 2) {
        Side::Left
    } else {
        Side::Right
    }
}

/// A machine under way.
#[derive(Clone)]
struct Walk {
    machine: Machine,
    tape: Vec<u8>,
    head: usize,
    state: u8,
    steps: u64,
    /// States and symbols met so far.
    met: (usize, usize),
    /// Undefined transitions.
    gaps: usize,
}

impl Walk {
    fn new(size: Size) -> Result<Self, GenerateError> {
        let machine = Machine::new(size.states, size.symbols)
            .map_err(|error| GenerateError::new(error.to_string()))?;
        Ok(Self {
            machine,
            tape: Vec::new(),
            head: 0,
            state: 0,
            steps: 0,
            met: (1, 1),
            gaps: size.cells(),
        })
    }

    /// Begins anew with room for `steps` steps.
    fn restart(&mut self, size: Size, steps: u64) {
        for state in 0..size.states as u8 {
            for symbol in 0..size.symbols as u8 {
                self.machine.set(state, symbol, None);
            }
        }
        self.tape.clear();
        self.tape.resize(2 * steps as usize + 3, 0);
        self.head = steps as usize + 1;
        (self.state, self.steps, self.met, self.gaps) = (0, 0, (1, 1), size.cells());
    }

    /// Goes on until an undefined transition comes or `limit` steps are taken; says whether one came.
    fn advance(&mut self, limit: u64) -> bool {
        while self.steps < limit {
            let symbol = self.tape[self.head];
            let Some(action) = self.machine.action(self.state, symbol) else {
                return true;
            };
            self.tape[self.head] = action.write;
            self.head = self.head.wrapping_add_signed(action.side.offset());
            self.state = action.next.unwrap_or(self.state);
            self.steps += 1;
        }
        false
    }

    /// Draws an action for the undefined transition that comes next.
    fn define(&mut self, stream: &mut Stream) {
        let first = self.gaps == self.machine.states() * self.machine.symbols();
        let (states, symbols) = self.met;
        let write = stream.index((symbols + 1).min(self.machine.symbols()));
        let side = if first { Side::Right } else { side(stream) };
        let next = stream.index((states + 1).min(self.machine.states()));
        self.met = (states.max(next + 1), symbols.max(write + 1));
        let action = Action {
            write: write as u8,
            side,
            next: Some(next as u8),
        };
        let symbol = self.tape[self.head];
        self.machine.set(self.state, symbol, Some(action));
        self.gaps -= 1;
    }

    /// Walks down to an opening within the window; false when the walk ends elsewhere.
    fn open(&mut self, size: Size, stream: &mut Stream) -> bool {
        let (low, high) = size.steps;
        while self.advance(high) {
            if self.steps + 1 >= low {
                return true;
            }
            if self.gaps == 1 {
                return false;
            }
            self.define(stream);
        }
        false
    }
}

/// Draws an opening within the window.
///
/// # Errors
/// [`GenerateError`] when there seems to be no machine of the size for the window; the same for
/// every stream.
pub(crate) fn opening(size: Size, stream: &mut Stream) -> Result<Opening, GenerateError> {
    let spare = spare(size)?;
    Ok(search(size.some(stream), WALKS, stream)?.unwrap_or(spare))
}

fn search(size: Size, walks: usize, stream: &mut Stream) -> Result<Option<Opening>, GenerateError> {
    let mut walk = Walk::new(size)?;
    for _ in 0..walks {
        walk.restart(size, size.steps.1);
        if walk.open(size, stream) {
            return Ok(Some(Opening {
                steps: walk.steps,
                state: walk.state,
                symbol: walk.tape[walk.head],
                machine: walk.machine,
            }));
        }
    }
    Ok(None)
}

/// Which certificates are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Wanted {
    /// Any.
    Any,
    /// A cycler whose shortest period has at least so many steps.
    Cycler(u64),
    /// A translated cycler, likewise.
    Translated(u64),
    /// Neither, so that the machine does not just repeat itself.
    Irregular,
}

/// Most contexts of a closure that somebody is to find, rather than a decider.
const CONTEXTS: usize = 150;

impl Wanted {
    fn find(self, machine: &Machine, steps: u64) -> Option<Certificate> {
        let effort = Effort {
            steps,
            ..Effort::QUICK
        };
        let long = |certificate: Certificate, least: u64| {
            let shortest = certificate.shortest(machine);
            let period = match &shortest {
                Certificate::Cycler { period, .. }
                | Certificate::TranslatedCycler { period, .. } => *period,
                _ => 0,
            };
            (period >= least).then_some(shortest)
        };
        match self {
            Self::Any => decide::decide(machine, effort),
            Self::Cycler(least) => decide::cycler::find(machine, steps)
                .and_then(|certificate| long(certificate, least)),
            Self::Translated(least) => decide::translated_cycler::find(machine, steps)
                .and_then(|certificate| long(certificate, least)),
            Self::Irregular => {
                if decide::translated_cycler::find(machine, steps).is_some()
                    || decide::cycler::find(machine, steps).is_some()
                {
                    return None;
                }
                decide::decide(
                    machine,
                    Effort {
                        steps: 0,
                        contexts: CONTEXTS,
                        ..effort
                    },
                )
            }
        }
    }
}

/// Draws a machine that never halts and comes to its last new transition within or after the window.
///
/// # Errors
/// [`GenerateError`] as [`opening`].
pub(crate) fn endless(
    size: Size,
    wanted: Wanted,
    stream: &mut Stream,
) -> Result<Endless, GenerateError> {
    let spare = spare_endless(size, wanted)?;
    let effort = (ENDLESS_WALKS, CONTINUED);
    if let Some(found) = search_endless(size, wanted, effort, stream)? {
        return Ok(found);
    }
    // The spare one in another table, where its proof still holds.
    let machine = disguise(spare.used.clone(), stream);
    if spare.certificate.verify(&machine).is_ok() {
        return Ok(Endless { machine, ..spare });
    }
    Ok(spare)
}

fn search_endless(
    size: Size,
    wanted: Wanted,
    (walks, continued): (usize, usize),
    stream: &mut Stream,
) -> Result<Option<Endless>, GenerateError> {
    let mut walk = Walk::new(size)?;
    let mut left = continued;
    // A machine is taken for endless when it survives so long; then a decider has to prove it.
    let limit = 2 * size.steps.1 + 20;
    for _ in 0..walks {
        walk.restart(size, limit);
        if !walk.open(size, stream) {
            continue;
        }
        if left == 0 {
            return Ok(None);
        }
        left -= 1;
        // At least one transition has to stay for the halt.
        while walk.gaps > 1 {
            walk.define(stream);
            if walk.advance(limit) {
                continue;
            }
            // What is proved is the whole table: further transitions can spoil some proofs.
            let machine = disguise(walk.machine.clone(), stream);
            if let Some(certificate) = wanted.find(&machine, 2 * limit)
                && certificate.verify(&machine).is_ok()
            {
                return Ok(Some(Endless {
                    used: walk.machine,
                    machine,
                    certificate,
                }));
            }
            break;
        }
    }
    Ok(None)
}

thread_local! {
    /// Spare machines found; the search for one depends on nothing but its key.
    static SPARES: RefCell<HashMap<Size, Option<Opening>>> = RefCell::default();
    static ENDLESS: RefCell<HashMap<(Size, Wanted), Option<Endless>>> = RefCell::default();
}

/// Most spare machines that are kept; a run has a handful of cells.
const MAX_SPARES: usize = 4_096;

/// What is taken when no walk succeeds: the first opening on a fixed stream in the second half of
/// the window, so that a size either always has machines or never.
pub(crate) fn spare(size: Size) -> Result<Opening, GenerateError> {
    let size = size.late();
    let found = SPARES.with_borrow(|spares| spares.get(&size).cloned());
    let found = match found {
        Some(found) => found,
        None => {
            let found = search(size, SPARE_WALKS, &mut Stream::from_key([0xbb; 32]))?;
            SPARES.with_borrow_mut(|spares| {
                if spares.len() >= MAX_SPARES {
                    spares.clear();
                }
                spares.insert(size, found.clone());
            });
            found
        }
    };
    found.ok_or_else(|| {
        let (low, high) = size.steps;
        GenerateError::new(format!(
            "no machine with {} states and {} symbols was found that halts after {low} to {high} \
             steps; lower steps_min, raise steps_max or add states or symbols",
            size.states, size.symbols
        ))
    })
}

/// As [`spare`], for machines that never halt.
pub(crate) fn spare_endless(size: Size, wanted: Wanted) -> Result<Endless, GenerateError> {
    let key = (size, wanted);
    let found = ENDLESS.with_borrow(|spares| spares.get(&key).cloned());
    let found = match found {
        Some(found) => found,
        None => {
            let effort = (SPARE_WALKS, SPARE_CONTINUED);
            let found = search_endless(size, wanted, effort, &mut Stream::from_key([0xbb; 32]))?;
            ENDLESS.with_borrow_mut(|spares| {
                if spares.len() >= MAX_SPARES {
                    spares.clear();
                }
                spares.insert(key, found.clone());
            });
            found
        }
    };
    found.ok_or_else(|| {
        let (low, high) = size.steps;
        GenerateError::new(format!(
            "no machine with {} states and {} symbols was found that is shown never to halt and \
             still meets new transitions after {low} to {high} steps; widen the window or add states \
             or symbols",
            size.states, size.symbols
        ))
    })
}
