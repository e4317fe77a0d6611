//! n-gram closed position sets, by a work list: each context is taken up once, and again only those
//! that wait for a word when that word turns up.

use std::collections::{HashMap, HashSet};

use crate::turing::certificate::Certificate;
use crate::turing::machine::{Machine, Side};

/// Looks for a closure over 1 to `most` cells on each side with at most `contexts` contexts.
pub fn find(machine: &Machine, most: u32, contexts: usize) -> Option<Certificate> {
    (1..=most).find_map(|cells| {
        let fits = (machine.symbols() as u64).checked_pow(cells).is_some();
        if !fits {
            return None;
        }
        Some(Certificate::NgramCps {
            left: cells,
            right: cells,
            contexts: closure(machine, cells, contexts)?,
        })
    })
}

/// What is looked at: the state, the symbol under the head, and the words of both sides as numbers
/// with the nearest cell as the lowest digit.
type Context = (u8, u8, [u64; 2]);

/// The words of one side, by all but their farthest symbol.
#[derive(Default)]
struct Words {
    /// Of each beginning, the farthest symbols met, as bits.
    ends: HashMap<u64, u16>,
    /// Of each beginning, the contexts that lack the farthest symbol there.
    waiting: HashMap<u64, Vec<Context>>,
}

/// The number of contexts of the closure, if none stops and there are no more than `most`.
fn closure(machine: &Machine, cells: u32, most: usize) -> Option<u64> {
    let symbols = machine.symbols() as u64;
    let top = symbols.pow(cells - 1);
    let mut words = [Words::default(), Words::default()];
    for words in &mut words {
        words.ends.insert(0, 1);
    }
    let mut seen: HashSet<Context> = HashSet::from([(0, 0, [0, 0])]);
    let mut open: Vec<Context> = vec![(0, 0, [0, 0])];
    while let Some((state, symbol, sides)) = open.pop() {
        let (action, next) = machine
            .action(state, symbol)
            .and_then(|action| Some((action, action.next?)))?;
        let (behind, ahead) = match action.side {
            Side::Right => (0, 1),
            Side::Left => (1, 0),
        };
        // The word behind moves away: all contexts that wait for it get their farthest symbol.
        let word = sides[behind];
        let (beginning, end) = (word % top, word / top);
        let ends = words[behind].ends.entry(beginning).or_insert(0);
        if *ends >> end & 1 == 0 {
            *ends |= 1 << end;
            for &(state, symbol, mut sides) in
                words[behind].waiting.get(&beginning).into_iter().flatten()
            {
                sides[behind] += end * top;
                if seen.insert((state, symbol, sides)) {
                    open.push((state, symbol, sides));
                }
            }
        }
        let mut after = sides;
        after[behind] = u64::from(action.write) + symbols * (word % top);
        after[ahead] = sides[ahead] / symbols;
        let read = (sides[ahead] % symbols) as u8;
        let lacking: Context = (next, read, after);
        let words = &mut words[ahead];
        words.waiting.entry(after[ahead]).or_default().push(lacking);
        let ends = words.ends.get(&after[ahead]).copied().unwrap_or(0);
        for end in (0..symbols).filter(|end| ends >> end & 1 != 0) {
            let mut sides = after;
            sides[ahead] += end * top;
            if seen.insert((next, read, sides)) {
                open.push((next, read, sides));
            }
        }
        if seen.len() > most {
            return None;
        }
    }
    Some(seen.len() as u64)
}
