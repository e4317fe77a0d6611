//! `beyondbench.easy.standard_deviation`, by the squared differences of all pairs, whose sum is n² times the number under the root.

use num_bigint::BigInt;
use tribunal_verifiers::Check;

use super::{keys, variance::squared_differences};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.standard_deviation",
    method: "squared differences of all pairs",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let Check::Root(key) = question.check else {
        return Err(keys::unlike(question, "root"));
    };
    let n = BigInt::from(numbers.len());
    let (up, down) = key.radicand();
    ensure!(
        up * n.pow(2) == down * BigInt::from(squared_differences(numbers)),
        "{up}/{down} is not the variance"
    );
    let places = question.int("places")?;
    ensure!(
        i64::from(key.places()) == places,
        "{places} places are told, and {} judged",
        key.places()
    );
    Ok(())
}
