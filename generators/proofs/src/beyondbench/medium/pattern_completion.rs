//! `beyondbench.medium.pattern_completion`: powers and figurate numbers are polynomials of degree
//! two to four, whatever their start; factorials by trying all starts, powers of two by their
//! differences. Whatever fits goes on with the key.

use std::sync::LazyLock;

use num_bigint::BigInt;
use num_traits::Zero as _;

use super::terms::{self, Disguised, Known, differences, polynomial, told};
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.pattern_completion",
    method: "differences, and trying all starts",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    // A polynomial of degree four is decided by five.
    let shown = terms::terms(question, 6)?;
    let starts = told(question, "starts", 1..=60)? as usize;
    let disguised = Disguised::new(&shown)?;
    let mut found: Vec<BigInt> = (2..=4).filter_map(|k| polynomial(&shown, k)).collect();
    found.extend((0..starts).filter_map(|start| disguised.continued(&FACTORIALS, start)));
    let steps = differences(&shown);
    let last = &steps[steps.len() - 1];
    if !last.is_zero() && steps.windows(2).all(|pair| &pair[0] * 2 == pair[1]) {
        found.push(&shown[steps.len()] + last * 2);
    }
    terms::confirm_only(question, found)
}

/// n! from 1! on, as many as 60 starts and 65 terms need.
static FACTORIALS: LazyLock<Known> = LazyLock::new(|| {
    let of = |n: u32| (1..=n).map(BigInt::from).product::<BigInt>();
    Known::new((1..=125).map(of))
});
