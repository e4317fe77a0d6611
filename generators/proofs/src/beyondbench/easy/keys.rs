//! Keys of every kind that the easy tasks have, as their proofs read them.

use num_bigint::BigInt;
use num_integer::Integer as _;
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{Order, RationalCheck};
use tribunal_verifiers::value::Ratio;

use crate::{Doubt, Question, ensure};

/// The doubt about a key that is of another kind than the `wanted` one.
pub(super) fn unlike(question: &Question<'_>, wanted: &str) -> Doubt {
    let kind = question.check.kind();
    Doubt::new(format!("the key is of kind {kind}, not {wanted}"))
}

/// What a search found; finding nothing is a doubt.
pub(super) fn found<T: Copy>(value: Option<&T>) -> Result<T, Doubt> {
    value
        .copied()
        .ok_or_else(|| Doubt::new("the list has no such value"))
}

/// The integer that is the key.
pub(super) fn integer<'a>(question: &Question<'a>) -> Result<&'a BigInt, Doubt> {
    match question.check {
        Check::Integer(key) => Ok(&key.expected.0),
        _ => Err(unlike(question, "integer")),
    }
}

/// The list that is the key, whose order must matter as told.
pub(super) fn list<'a>(question: &Question<'a>, order: Order) -> Result<&'a [i64], Doubt> {
    match question.check {
        Check::List(key) => {
            ensure!(
                key.order == order,
                "the order is judged as {:?}, not {order:?}",
                key.order
            );
            Ok(&key.expected)
        }
        _ => Err(unlike(question, "list")),
    }
}

/// Confirms that the key is this list, whose order must matter as told. Where it doesn't, the key
/// is in ascending order, and so must `found` be.
pub(super) fn is_list(
    question: &Question<'_>,
    order: Order,
    found: impl Iterator<Item = i64>,
) -> Result<(), Doubt> {
    let key = list(question, order)?;
    let found: Vec<i64> = found.collect();
    ensure!(key == found, "the key is {key:?}, not {found:?}");
    Ok(())
}

/// Confirms that the key is the option `word` among exactly these.
pub(super) fn is_choice(
    question: &Question<'_>,
    word: &str,
    options: &[&str],
) -> Result<(), Doubt> {
    let Check::Choice(key) = question.check else {
        return Err(unlike(question, "choice"));
    };
    let names = key.options.iter().map(|option| &option.name[..]);
    ensure!(
        names.eq(options.iter().copied()),
        "the options are not {options:?}"
    );
    let right = options.get(key.expected);
    ensure!(right == Some(&word), "the key is {right:?}, not {word}");
    Ok(())
}

/// The fraction that is the key, in lowest terms with a positive denominator.
pub(super) fn rational<'a>(question: &Question<'a>) -> Result<&'a RationalCheck, Doubt> {
    let Check::Rational(key) = question.check else {
        return Err(unlike(question, "rational"));
    };
    let (up, down) = (&key.numerator.0, &key.denominator.0);
    ensure!(
        *down > BigInt::ZERO && up.gcd(down) == BigInt::from(1),
        "{up}/{down} is not in lowest terms"
    );
    Ok(key)
}

/// Confirms that the key is the fraction `numerator / denominator`, by multiplying crosswise.
pub(super) fn is_rational<'a>(
    question: &Question<'a>,
    numerator: impl Into<BigInt>,
    denominator: i64,
) -> Result<&'a RationalCheck, Doubt> {
    let key = rational(question)?;
    let (up, down) = (&key.numerator.0, &key.denominator.0);
    let numerator = numerator.into();
    ensure!(
        up * denominator == &numerator * down,
        "the key is {up}/{down}, not {numerator}/{denominator}"
    );
    Ok(key)
}

/// The fractions that are the key.
pub(super) fn rationals<'a>(question: &Question<'a>) -> Result<&'a [Ratio], Doubt> {
    match question.check {
        Check::Rationals(key) => Ok(&key.expected),
        _ => Err(unlike(question, "rationals")),
    }
}

/// Confirms that answers are judged at the number of places that the prompt tells.
pub(super) fn places_are_told(question: &Question<'_>) -> Result<(), Doubt> {
    let told = question.int("places")?;
    let judged = match question.check {
        Check::Rational(key) => key.places,
        Check::Rationals(key) => key.places,
        _ => None,
    };
    ensure!(
        judged.map(i64::from) == Some(told),
        "{told} places are told, and {judged:?} judged"
    );
    Ok(())
}

/// The two lists that the prompt prints, which must be equally long.
pub(super) fn two_lists<'a>(question: &Question<'a>) -> Result<(&'a [i64], &'a [i64]), Doubt> {
    let (first, second) = (question.ints("first")?, question.ints("second")?);
    ensure!(
        first.len() == second.len(),
        "the lists have {} and {} values",
        first.len(),
        second.len()
    );
    Ok((first, second))
}
