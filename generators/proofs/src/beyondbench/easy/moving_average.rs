//! `beyondbench.easy.moving_average`, from the differences of neighbouring averages, each of which is that of the value that came
//! in and the one that went, divided by the window's width.

use num_bigint::BigInt;
use tribunal_verifiers::value::Ratio;

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.moving_average",
    method: "differences of neighbouring averages",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let window = question.int("window")?;
    let width = usize::try_from(window).unwrap_or(0);
    let averages = keys::rationals(question)?;
    ensure!(
        (1..=numbers.len()).contains(&width) && averages.len() == numbers.len() - width + 1,
        "{} averages are expected of {} values at a width of {window}",
        averages.len(),
        numbers.len()
    );
    let sum: i64 = numbers[..width].iter().sum();
    let first = averages[0];
    ensure!(
        scaled(first, window) == BigInt::from(sum) * first.denominator(),
        "the first average is {first}, not {sum}/{window}"
    );
    let ends = numbers.iter().zip(&numbers[width..]);
    for (pair, (gone, come)) in averages.windows(2).zip(ends) {
        let (before, after) = (pair[0], pair[1]);
        // (after - before)·window = come - gone, without the denominators.
        let rise = scaled(after, window) * before.denominator()
            - scaled(before, window) * after.denominator();
        let moved = BigInt::from(come - gone) * before.denominator() * after.denominator();
        ensure!(
            rise == moved,
            "{after} doesn't follow {before} when {come} replaces {gone}"
        );
    }
    keys::places_are_told(question)
}

fn scaled(average: Ratio, window: i64) -> BigInt {
    BigInt::from(average.numerator()) * window
}
