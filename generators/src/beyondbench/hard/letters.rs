//! Capital letters as names, drawn anew for each item, so that their order says nothing.

use num_bigint::BigUint;

use crate::sample::Stream;
use crate::space::binomial;
use crate::task::GenerateError;
use crate::vars::Var;

/// The most names there are.
pub(super) const MOST: i64 = 26;

const ALL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// `n` different capital letters in ascending order.
pub(super) fn draw(n: usize, stream: &mut Stream) -> Result<Vec<char>, GenerateError> {
    let mut drawn = stream
        .distinct(n, 0, MOST - 1)
        .ok_or_else(|| GenerateError::new(format!("there are {MOST} letters, not {n}")))?;
    drawn.sort_unstable();
    Ok(drawn
        .into_iter()
        .map(|letter| char::from(b'A' + letter as u8))
        .collect())
}

/// In how many ways `n` letters can be drawn.
pub(super) fn count(n: usize) -> BigUint {
    binomial(MOST as u64, n)
}

/// The numbers below `n` in random order.
pub(super) fn permutation(n: usize, stream: &mut Stream) -> Vec<usize> {
    let mut all: Vec<usize> = (0..n).collect();
    stream.shuffle(&mut all);
    all
}

/// A letter as a variable.
pub(super) fn label(name: char) -> Var {
    let at = (name as usize).saturating_sub('A' as usize);
    Var::from(ALL.get(at..=at).unwrap_or("?"))
}

/// Letters as a list of variables.
pub(super) fn labels(names: &[char]) -> Var {
    Var::List(names.iter().map(|&name| label(name)).collect())
}
