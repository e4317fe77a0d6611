//! What the best constant answer to a variation is worth.
//!
//! One method for every kind of check: the right answers of some items are tried on these items,
//! the most frequent first, and the one that is right most often is measured on fresh items. So a
//! task that is answered well without reading it (few answers, or one that fits many instances) is
//! found whatever its answers look like, and choosing the luckiest candidate flatters nobody.

use std::collections::HashMap;

use rayon::prelude::*;
use serde::Serialize;
use tribunal_generators::{Generator, GeneratorError, Item};
use tribunal_verifiers::{Answer, Finish};

/// Items whose right answers are candidates, and on which the candidates are tried.
const TRIED: u64 = 100;
/// Candidates, at most.
const CANDIDATES: usize = 16;
/// Further items on which the best candidate is measured.
const MEASURED: u64 = 200;

/// A constant answer and what it is worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Guess {
    /// The answer's text.
    pub answer: String,
    /// The share of items to which it is right, by the lenient reading.
    pub share: f64,
    /// On how many items that was measured.
    pub items: u64,
}

/// The best constant answer to the items of `generator`, which decides the figure with its seed.
///
/// # Errors
/// As [`Generator::item`].
pub fn best_constant(generator: &Generator) -> Result<Guess, GeneratorError> {
    let items = |from, to| -> Result<Vec<Item>, GeneratorError> {
        (from..to).map(|index| generator.item(index)).collect()
    };
    let (tried, measured) = (items(0, TRIED)?, items(TRIED, TRIED + MEASURED)?);
    let answer = candidates(&tried)
        .into_iter()
        .map(|answer| (right(&answer, &tried), answer))
        // Of equals the first: it is the most frequent, and then the earliest.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, answer)| answer)
        .unwrap_or_default();
    Ok(Guess {
        share: right(&answer, &measured) as f64 / MEASURED as f64,
        answer,
        items: MEASURED,
    })
}

/// [`best_constant`] of each generator, in their order, on every thread of the current pool.
///
/// # Errors
/// As [`Generator::item`].
pub fn best_constants(generators: &[Generator]) -> Result<Vec<Guess>, GeneratorError> {
    generators.par_iter().map(best_constant).collect()
}

/// The right answers, the most frequent first and the earliest first among equals.
fn candidates(items: &[Item]) -> Vec<String> {
    let mut counted: HashMap<String, (usize, usize)> = HashMap::new();
    for (place, item) in items.iter().enumerate() {
        let entry = counted.entry(item.check.reference()).or_insert((0, place));
        entry.0 += 1;
    }
    let mut ordered: Vec<(String, (usize, usize))> = counted.into_iter().collect();
    ordered.sort_unstable_by_key(|(_, (count, place))| (std::cmp::Reverse(*count), *place));
    ordered.truncate(CANDIDATES);
    ordered.into_iter().map(|(answer, _)| answer).collect()
}

/// To how many of the items `answer` is right.
fn right(answer: &str, items: &[Item]) -> usize {
    let answer = Answer {
        text: answer,
        finish: Finish::Stop,
    };
    items
        .iter()
        .filter(|item| item.check.judge(answer).lenient.outcome.is_correct())
        .count()
}
