//! Known sequences under a disguise `a * f(n) + b` with hidden integers `a`, not 0, and `b`.
//!
//! Two sequences can be disguised alike exactly when their differences are proportional. So the
//! shown terms decide the next one if, among all candidates for the known sequence, only one has
//! differences proportional to those shown, and if these are not all 0: then `a` and `b` follow
//! from two different terms. Proportions are compared modulo a prime, where every proportion that
//! holds between integers holds too; a candidate that is ruled out stays ruled out, and the rare
//! item in which one is ruled in by chance is thrown away.

use num_bigint::{BigInt, BigUint};

use super::field::{minus, residue, times};
use super::sequence::Size;
use crate::sample::Stream;
use crate::space::Space;

/// A known sequence, long enough for every question.
pub(super) struct Known {
    values: Vec<BigInt>,
    residues: Vec<u64>,
    /// From how many places a question may start, at most.
    starts: usize,
}

/// The longest question with its answer.
pub(super) const LONGEST: usize = 65;
/// The largest number of starts at any difficulty.
pub(super) const STARTS: usize = 60;

impl Known {
    /// A sequence that a question may start from any of its first `starts` places.
    pub(super) fn new<T: Into<BigInt>>(starts: usize, values: impl IntoIterator<Item = T>) -> Self {
        let values: Vec<BigInt> = values
            .into_iter()
            .take(starts + LONGEST)
            .map(Into::into)
            .collect();
        debug_assert!(
            values.len() + 1 >= starts + LONGEST,
            "too short for a question"
        );
        let residues = values.iter().map(residue).collect();
        Self {
            values,
            residues,
            starts,
        }
    }

    /// The residues from each place that a question of this size may start from.
    fn parts(&self, size: Size) -> impl Iterator<Item = &[u64]> {
        (0..self.starts(size)).map(|start| &self.residues[start..])
    }

    /// From how many places a question of this size may start.
    pub(super) fn starts(&self, size: Size) -> usize {
        self.starts.min(size.start() as usize)
    }
}

/// A disguised part of one of the `known` sequences; `None` when another part of one of them could
/// be disguised as the same shown terms.
pub(super) fn draw(size: Size, stream: &mut Stream, known: &[Known]) -> Option<Vec<BigInt>> {
    let own = stream.index(known.len());
    let start = stream.index(known[own].starts(size));
    let (factor, offset) = (size.draw_factor(stream), size.draw_offset(stream));
    let shape = Shape::of(&known[own].residues[start..start + size.length])?;
    for (other, rival) in known.iter().enumerate() {
        for from in 0..rival.starts(size) {
            if (other, from) != (own, start) && shape.fits(&rival.residues[from..]) {
                return None;
            }
        }
    }
    let values = &known[own].values[start..=start + size.length];
    Some(disguise(values, factor, offset))
}

/// The space of [`draw`]: a part is drawn in vain whatever its disguise, and the terms of one that
/// is not tell which part it is, and its disguise.
pub(super) fn space(size: Size, known: &[Known]) -> Space {
    let all = || known.iter().flat_map(|known| known.parts(size));
    let posed = all().enumerate().filter(|(own, part)| {
        let others = || all().enumerate().filter(|(other, _)| other != own);
        Shape::of(&part[..size.length])
            .is_some_and(|shape| !others().any(|(_, other)| shape.fits(other)))
    });
    let parts = BigUint::from(posed.count());
    let space = Space::exactly(parts * size.factors() * size.offsets());
    if space.is_ample() {
        return space;
    }
    space.because("a known sequence leaves a start, a factor and an offset to hide, and no more")
}

/// `factor * value + offset` for each of the values.
pub(super) fn disguise(values: &[BigInt], factor: i64, offset: i64) -> Vec<BigInt> {
    values.iter().map(|value| value * factor + offset).collect()
}

/// The differences of some terms, up to a common factor.
pub(super) struct Shape {
    differences: Vec<u64>,
    /// The place of the first difference that is not 0.
    pivot: usize,
}

impl Shape {
    /// `None` when all differences are 0.
    pub(super) fn of(terms: &[u64]) -> Option<Self> {
        let differences: Vec<u64> = differences(terms).collect();
        let pivot = differences.iter().position(|difference| *difference != 0)?;
        Some(Self { differences, pivot })
    }

    /// Whether the terms start with differences proportional to these.
    pub(super) fn fits(&self, terms: &[u64]) -> bool {
        let unit = minus(terms[self.pivot + 1], terms[self.pivot]);
        let own_unit = self.differences[self.pivot];
        unit != 0
            && self
                .differences
                .iter()
                .zip(differences(terms))
                .all(|(own, other)| times(*own, unit) == times(other, own_unit))
    }
}

fn differences(terms: &[u64]) -> impl Iterator<Item = u64> {
    terms.windows(2).map(|pair| minus(pair[1], pair[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn residues(values: &[i64]) -> Vec<u64> {
        values.iter().map(|v| residue(&BigInt::from(*v))).collect()
    }

    #[test]
    fn exactly_the_sequences_that_a_disguise_joins_have_one_shape() {
        let own = Shape::of(&residues(&[5, 5, 7, 4])).expect("not constant");
        for (other, fits) in [
            ([5, 5, 7, 4], true),
            ([-5, -5, -7, -4], true),
            ([35, 35, 41, 32], true),
            ([35, 35, 41, 33], false),
            ([5, 6, 7, 4], false),
            ([9, 9, 9, 9], false),
        ] {
            assert_eq!(own.fits(&residues(&other)), fits, "{other:?}");
        }
        assert!(Shape::of(&residues(&[3, 3, 3])).is_none());
    }
}
