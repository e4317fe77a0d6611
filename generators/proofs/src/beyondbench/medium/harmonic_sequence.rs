//! `beyondbench.medium.harmonic_sequence`: each term is the harmonic mean of its neighbours,
//! `x (y + z) = 2 y z`, and so is the last one with the key.

use num_bigint::BigInt;
use num_traits::One as _;
use tribunal_verifiers::Check;

use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.harmonic_sequence",
    method: "harmonic means",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let text = question.text("terms")?;
    let below = |term: &str| term.strip_prefix("1/")?.parse::<BigInt>().ok();
    let Some(mut terms) = text.split(", ").map(below).collect::<Option<Vec<_>>>() else {
        return Err(Doubt::new(format!("a term of {text} is no unit fraction")));
    };
    ensure!(terms.len() >= 2, "{text} leaves the next term open");
    let Check::Rational(key) = question.check else {
        return Err(Doubt::new("the key is not a fraction"));
    };
    let exact = key.places.is_none() && key.numerator.0.is_one();
    ensure!(exact, "the key is not exactly one over something");
    terms.push(key.denominator.0.clone());
    for three in terms.windows(3) {
        // With x = 1/b and so on, multiplied by all three denominators.
        let mean = &three[0] + &three[2] == &three[1] * 2;
        ensure!(mean, "1/{} is not the mean of its neighbours", three[1]);
    }
    Ok(())
}
