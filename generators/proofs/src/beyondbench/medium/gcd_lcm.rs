//! `beyondbench.medium.gcd_lcm`: the greatest common divisor divides all numbers and leaves quotients
//! that have nothing in common; the least common multiple is divided by all and leaves such ones too.

use num_bigint::BigInt;
use num_traits::Zero as _;

use super::terms;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.gcd_lcm",
    method: "what the quotients have in common",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let key = terms::key(question)?;
    let divides = match question.text("asked")? {
        "gcd" => true,
        "lcm" => false,
        other => return Err(Doubt::new(format!("{other} is asked"))),
    };
    let mut common = 0;
    for number in question.ints("numbers")? {
        ensure!(
            *number > 0 && *key > BigInt::zero(),
            "{number} is not positive"
        );
        let number = BigInt::from(*number);
        let (above, below) = if divides {
            (&number, key)
        } else {
            (key, &number)
        };
        let quotient = terms::quotient(above, below);
        // At most the product of the other numbers, of which there are two.
        let Some(quotient) = quotient.and_then(|quotient| u128::try_from(quotient).ok()) else {
            return Err(Doubt::new(format!("{below} does not divide {above}")));
        };
        common = halving(common, quotient);
    }
    ensure!(
        common == 1,
        "{key} leaves quotients with {common} in common"
    );
    Ok(())
}

/// The greatest common divisor by taking the smaller number from the larger one, and halves of even
/// ones (Stein's algorithm); that of 0 and a number is the number.
fn halving(mut one: u128, mut other: u128) -> u128 {
    if one == 0 || other == 0 {
        return one | other;
    }
    let twos = (one | other).trailing_zeros();
    one >>= one.trailing_zeros();
    while other != 0 {
        other >>= other.trailing_zeros();
        (one, other) = (one.min(other), one.abs_diff(other));
    }
    one << twos
}

#[cfg(test)]
mod tests {
    #[test]
    fn halving_finds_the_greatest_common_divisor() {
        for one in 0..60u128 {
            for other in 0..60 {
                let greatest = (1..60).rev().find(|d| one % d == 0 && other % d == 0);
                let wanted = if one == other {
                    one
                } else {
                    greatest.unwrap_or(0)
                };
                assert_eq!(super::halving(one, other), wanted, "{one} {other}");
            }
        }
    }
}
