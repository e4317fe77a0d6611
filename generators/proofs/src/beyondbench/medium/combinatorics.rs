//! `beyondbench.medium.combinatorics`: combinations by Vandermonde's identity from the binary digits
//! of n, and r! orders of each.

use num_bigint::BigInt;
use num_traits::{One as _, Zero as _};

use super::terms::told;
use crate::{Doubt, Proof, Question};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.combinatorics",
    method: "Vandermonde's identity",
    confirm,
};

/// The largest r.
const MOST: usize = 6;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let n = told(question, "n", 0..=i64::MAX)?;
    let r = told(question, "r", 0..=MOST as i64)?;
    let orders: i64 = match question.text("asked")? {
        "permutations" => (1..=r).product(),
        "combinations" => 1,
        other => return Err(Doubt::new(format!("{other} is asked"))),
    };
    let last = combinations(n, r as usize).pop().unwrap_or_default();
    question.is_integer(last * orders)
}

/// `C(n, k)` for all k up to `most`; n is doubled up from its binary digits.
fn combinations(n: i64, most: usize) -> Vec<BigInt> {
    let mut row = vec![BigInt::zero(); most + 1];
    row[0] = BigInt::one();
    for place in (0..i64::BITS - n.leading_zeros()).rev() {
        row = (0..=most).map(|k| doubled(&row, k)).collect();
        if n >> place & 1 == 1 {
            // One thing more, which is picked or not.
            for k in (1..=most).rev() {
                let picked = row[k - 1].clone();
                row[k] += picked;
            }
        }
    }
    row
}

/// Of twice as many things k are picked if some of them come from the one half and the others from
/// the other.
fn doubled(row: &[BigInt], k: usize) -> BigInt {
    let unlike: BigInt = (0..k.div_ceil(2))
        .map(|part| &row[part] * &row[k - part])
        .sum();
    let alike = if k.is_multiple_of(2) {
        &row[k / 2] * &row[k / 2]
    } else {
        BigInt::zero()
    };
    unlike * 2 + alike
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubling_gives_pascals_triangle() {
        let rows: Vec<Vec<BigInt>> = (0..40).map(|n| combinations(n, MOST)).collect();
        for pair in rows.windows(2) {
            for k in 1..=MOST {
                assert_eq!(&pair[0][k] + &pair[0][k - 1], pair[1][k]);
            }
        }
    }
}
