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

/// `C(n, k)` for all k up to the largest.
type Row = [BigInt; MOST + 1];

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let n = told(question, "n", 0..=i64::MAX)?;
    let r = told(question, "r", 0..=MOST as i64)?;
    let orders: i64 = match question.text("asked")? {
        "permutations" => (1..=r).product(),
        "combinations" => 1,
        other => return Err(Doubt::new(format!("{other} is asked"))),
    };
    question.is_integer(&combinations(n)[r as usize] * orders)
}

/// Of m + n things k are picked if some of them come from the m and the others from the n.
fn joined(one: &Row, other: &Row) -> Row {
    std::array::from_fn(|k| (0..=k).map(|part| &one[part] * &other[k - part]).sum())
}

/// n is doubled up from its binary digits.
fn combinations(n: i64) -> Row {
    let nothing: Row = std::array::from_fn(|k| BigInt::from(u8::from(k == 0)));
    let one: Row = std::array::from_fn(|k| if k < 2 { BigInt::one() } else { BigInt::zero() });
    let digits = (0..i64::BITS - n.leading_zeros()).rev();
    digits.fold(nothing, |row, place| {
        let row = joined(&row, &row);
        if n >> place & 1 == 1 {
            joined(&row, &one)
        } else {
            row
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubling_gives_pascals_triangle() {
        let rows: Vec<Row> = (0..40).map(combinations).collect();
        for pair in rows.windows(2) {
            for k in 1..=MOST {
                assert_eq!(&pair[0][k] + &pair[0][k - 1], pair[1][k]);
            }
        }
    }
}
