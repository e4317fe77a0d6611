//! Certificates of never halting, confirmed a second time and by other means than the verifiers'
//! where there are any.
//!
//! | certificate | how |
//! |---|---|
//! | cycler | every configuration up to the second visit is kept; the first that comes back does so after just the period |
//! | translated cycler | the cells that a period reads determine it: they are collected in one period, relative to the head, and found again at the beginning of the next |
//! | backward | recursion over partial tapes kept as maps |
//! | halting segment | search backwards from the stops, as texts, and a count of the views forwards |
//! | far | the relation as a set of triples, closed rule by rule |
//! | n-gram | the closure over whole texts, until a round adds nothing |

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use tribunal_verifiers::turing::{Certificate, Side};

use super::table::{Rule, Table, Tape};
use crate::{Doubt, ensure};

/// Most states, views or contexts that are gone through.
const LIMIT: usize = 100_000;

pub(crate) fn confirm(table: &Table, certificate: &Certificate) -> Result<(), Doubt> {
    match certificate {
        Certificate::Cycler { start, period } => cycler(table, *start, *period),
        Certificate::TranslatedCycler { start, period } => translated(table, *start, *period),
        Certificate::Backward { depth, branches } => backward(table, *depth, *branches),
        Certificate::HaltingSegment {
            size,
            position,
            views,
        } => segment(table, *size as usize, *position as usize, *views),
        Certificate::Far { reads, dfa } => far(table, *reads, dfa),
        Certificate::NgramCps {
            left,
            right,
            contexts,
        } => grams(table, *left as usize, *right as usize, *contexts),
    }
}

impl Table {
    /// What is done, unless that stops the machine.
    fn goes_on(&self, state: char, symbol: char) -> Option<Rule> {
        let rule = self.rules.get(&(state, symbol)).copied();
        rule.filter(|&(_, _, next)| next != self.halt)
    }
}

/// Takes `steps` steps that do not stop.
fn advance(table: &Table, tape: &mut Tape, steps: u64) -> Result<(), Doubt> {
    for _ in 0..steps {
        let moved = tape.step(table).is_some() && tape.state != table.halt;
        ensure!(moved, "the machine stops");
    }
    Ok(())
}

fn cycler(table: &Table, start: u64, period: u64) -> Result<(), Doubt> {
    let mut tape = Tape::start();
    advance(table, &mut tape, start)?;
    let mark = tape.clone().trimmed();
    for step in 1..=period {
        advance(table, &mut tape, 1)?;
        let back = tape.clone().trimmed() == mark;
        ensure!(back == (step == period), "it is back after {step} steps");
    }
    Ok(())
}

fn translated(table: &Table, start: u64, period: u64) -> Result<(), Doubt> {
    let mut tape = Tape::start();
    advance(table, &mut tape, start)?;
    // What each cell that the period touches held before, by its distance from the head.
    let mut before: BTreeMap<i64, char> = BTreeMap::new();
    let (mut now, mut place) = (tape.clone(), 0i64);
    for _ in 0..period {
        let symbol = now.symbol();
        before.entry(place).or_insert(symbol);
        let right = table
            .goes_on(now.state, symbol)
            .ok_or_else(|| Doubt::new("the machine stops"))?
            .1;
        advance(table, &mut now, 1)?;
        place += if right { 1 } else { -1 };
    }
    ensure!(now.state == tape.state, "the state is another");
    ensure!(place != 0, "the head has not moved");
    // From the farthest cell behind on, all that lies ahead has to be as it was: the cells touched,
    // and those beyond, which the next period may touch first.
    let (low, high) = (
        before.keys().next().copied().unwrap_or(0).min(place),
        before.keys().next_back().copied().unwrap_or(0).max(place),
    );
    let cell = |tape: &Tape, away: i64| -> char {
        let (side, depth) = if away < 0 {
            (&tape.left, -away)
        } else {
            (&tape.right, away + 1)
        };
        let index = side.len() as i64 - depth;
        usize::try_from(index).map_or('0', |index| side[index])
    };
    let reach = 1
        + place.abs()
        + tape.left.len().max(tape.right.len()) as i64
        + now.left.len().max(now.right.len()) as i64;
    let range = if place > 0 {
        low..=reach
    } else {
        -reach..=high
    };
    for away in range {
        ensure!(
            cell(&tape, away) == cell(&now, away),
            "the cells {away} from the head differ"
        );
    }
    for (&away, &symbol) in &before {
        ensure!(cell(&tape, away) == symbol, "a cell was read twice");
    }
    Ok(())
}

fn backward(table: &Table, depth: u32, branches: u64) -> Result<(), Doubt> {
    struct Search<'t> {
        into: HashMap<char, Vec<(char, char, char, i64)>>,
        branches: u64,
        deepest: u32,
        table: &'t Table,
    }
    impl Search<'_> {
        fn back(&mut self, state: char, head: i64, tape: &HashMap<i64, char>, depth: u32) -> bool {
            self.deepest = self.deepest.max(depth);
            if depth > 1_000 || self.branches > LIMIT as u64 {
                return false;
            }
            for (from, read, write, back) in self.into.get(&state).cloned().unwrap_or_default() {
                let cell = head + back;
                if tape.get(&cell).is_some_and(|&known| known != write) {
                    continue;
                }
                self.branches += 1;
                let mut tape = tape.clone();
                tape.insert(cell, read);
                if !self.back(from, cell, &tape, depth + 1) {
                    return false;
                }
            }
            true
        }
    }
    let mut into: HashMap<char, Vec<(char, char, char, i64)>> = HashMap::new();
    for (&(state, symbol), &(write, right, next)) in &table.rules {
        let back = if right { -1 } else { 1 };
        into.entry(next)
            .or_default()
            .push((state, symbol, write, back));
    }
    let mut search = Search {
        into,
        branches: 0,
        deepest: 0,
        table,
    };
    for &state in &table.states {
        for &symbol in &table.symbols {
            if search.table.goes_on(state, symbol).is_none() {
                let dies = search.back(state, 0, &HashMap::from([(0, symbol)]), 0);
                ensure!(dies, "a branch lives too long");
            }
        }
    }
    ensure!(
        (search.deepest, search.branches) == (depth, branches),
        "it is {} steps and {} branches",
        search.deepest,
        search.branches
    );
    advance(table, &mut Tape::start(), u64::from(depth) + 1)
}

/// Where the head is, as a text: a state and a cell, `<` or `>`; and the window.
type View = (String, String);

fn segment(table: &Table, size: usize, position: usize, views: u64) -> Result<(), Doubt> {
    let empty = "0".repeat(size);
    let inside = |state: char, cell: usize| format!("{state}{cell}");
    let put = |window: &str, cell: usize, symbol: char| -> String {
        let change = |(index, old)| if index == cell { symbol } else { old };
        window.chars().enumerate().map(change).collect()
    };
    let mut open: Vec<View> = (0..size)
        .map(|cell| (inside('A', cell), empty.clone()))
        .collect();
    open.push(("<".to_owned(), empty.clone()));
    open.push((">".to_owned(), empty));
    let mut seen: HashSet<View> = open.iter().cloned().collect();
    // Who comes before whom, so that the way back from a stop can be followed.
    while let Some((head, window)) = open.pop() {
        let mut next: Vec<View> = Vec::new();
        if head == "<" || head == ">" {
            let cell = if head == "<" { 0 } else { size - 1 };
            for &(_, right, state) in table.rules.values() {
                if right == (head == "<") && state != table.halt {
                    next.push((inside(state, cell), window.clone()));
                }
            }
        } else {
            let state = head.chars().next().unwrap_or('A');
            let cell: usize = head[state.len_utf8()..].parse().unwrap_or(0);
            let symbol = window.chars().nth(cell).unwrap_or('0');
            match table.goes_on(state, symbol) {
                None => ensure!(cell != position, "a stop on cell {position} can be seen"),
                Some((write, right, to)) => {
                    let window = put(&window, cell, write);
                    next.push(match (right, cell) {
                        (false, 0) => ("<".to_owned(), window),
                        (false, _) => (inside(to, cell - 1), window),
                        (true, _) if cell + 1 == size => (">".to_owned(), window),
                        (true, _) => (inside(to, cell + 1), window),
                    });
                }
            }
        }
        for view in next {
            if seen.insert(view.clone()) {
                open.push(view);
            }
        }
        ensure!(seen.len() <= LIMIT, "there are too many views to confirm");
    }
    ensure!(seen.len() as u64 == views, "there are {} views", seen.len());
    Ok(())
}

fn far(table: &Table, reads: Side, dfa: &[Vec<u32>]) -> Result<(), Doubt> {
    type State = Option<(u32, char)>;
    let digit = |symbol: char| symbol as usize - '0' as usize;
    let go = |q: u32, symbol: char| -> u32 {
        let row = dfa.get(q as usize).and_then(|row| row.get(digit(symbol)));
        row.copied().unwrap_or(0)
    };
    ensure!(
        go(0, '0') == 0,
        "the automaton leaves its initial state on 0"
    );
    let mut relation: BTreeSet<(State, char, State)> = BTreeSet::new();
    relation.extend(table.symbols.iter().map(|&symbol| (None, symbol, None)));
    loop {
        let size = relation.len();
        for q in 0..dfa.len() as u32 {
            for (&state, &symbol) in table
                .states
                .iter()
                .flat_map(|state| table.symbols.iter().map(move |symbol| (state, symbol)))
            {
                match table.goes_on(state, symbol) {
                    None => {
                        relation.insert((Some((q, state)), symbol, None));
                    }
                    Some((write, right, next)) if right == (reads == Side::Left) => {
                        relation.insert((Some((q, state)), symbol, Some((go(q, write), next))));
                    }
                    Some((write, _, next)) => {
                        for &before in &table.symbols {
                            let after = Some((go(q, before), state));
                            let middle: Vec<State> = relation
                                .iter()
                                .filter(|&&(from, on, _)| from == Some((q, next)) && on == before)
                                .map(|&(_, _, to)| to)
                                .collect();
                            let reached: Vec<State> = relation
                                .iter()
                                .filter(|&&(from, on, _)| middle.contains(&from) && on == write)
                                .map(|&(_, _, to)| to)
                                .collect();
                            relation.extend(reached.into_iter().map(|to| (after, symbol, to)));
                        }
                    }
                }
            }
        }
        ensure!(
            relation.len() <= LIMIT,
            "the automaton is too large to confirm"
        );
        if relation.len() == size {
            break;
        }
    }
    let mut reached: BTreeSet<State> = BTreeSet::from([Some((0, 'A'))]);
    loop {
        let size = reached.len();
        let more: Vec<State> = relation
            .iter()
            .filter(|(from, on, _)| *on == '0' && reached.contains(from))
            .map(|&(_, _, to)| to)
            .collect();
        reached.extend(more);
        ensure!(!reached.contains(&None), "the start is accepted");
        if reached.len() == size {
            return Ok(());
        }
    }
}

/// The closure over whole texts, a context being its left side, its state, and the rest from the
/// head on. Words of a side are written as they stand on the tape.
fn grams(table: &Table, left: usize, right: usize, told: u64) -> Result<(), Doubt> {
    let mut lefts = BTreeSet::from(["0".repeat(left)]);
    let mut rights = BTreeSet::from(["0".repeat(right)]);
    let mut contexts = BTreeSet::from([("0".repeat(left), 'A', "0".repeat(right + 1))]);
    loop {
        let size = (contexts.len(), lefts.len(), rights.len());
        for (before, state, rest) in contexts.clone() {
            let symbol = rest.chars().next().unwrap_or('0');
            let Some((write, to_right, next)) = table.goes_on(state, symbol) else {
                return Err(Doubt::new("a context stops the machine"));
            };
            if to_right {
                let near = format!("{before}{write}")[1..].to_owned();
                let ahead = &rest[1..];
                for word in rights.iter().filter(|word| word.starts_with(&ahead[1..])) {
                    contexts.insert((near.clone(), next, format!("{}{word}", &ahead[..1])));
                }
                lefts.insert(before);
            } else {
                let head = &before[left - 1..];
                let near = format!("{write}{}", &rest[1..right]);
                for word in lefts
                    .iter()
                    .filter(|word| word.ends_with(&before[..left - 1]))
                {
                    contexts.insert((word.clone(), next, format!("{head}{near}")));
                }
                rights.insert(rest[1..].to_owned());
            }
        }
        ensure!(
            contexts.len() <= LIMIT,
            "there are too many contexts to confirm"
        );
        if size == (contexts.len(), lefts.len(), rights.len()) {
            ensure!(size.0 as u64 == told, "there are {} contexts", size.0);
            return Ok(());
        }
    }
}
