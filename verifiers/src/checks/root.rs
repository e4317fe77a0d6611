//! The square root of an exact fraction, rounded at a stated number of places.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::Signed;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::MAX_PLACES;
use crate::Integer;
use crate::check::Answer;
use crate::extract;
use crate::value::{Fraction, Number, NumberShape, power_of_ten};
use crate::verdict::{Judgement, Verdict};

/// The answer must be the square root of a fraction, rounded. Everything is decided by comparing
/// squares of integers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct RootCheck {
    numerator: Integer,
    denominator: Integer,
    places: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    numerator: Integer,
    denominator: Integer,
    places: u32,
}

/// Why data describes no rounded root.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RootError {
    /// The number under the root is no fraction.
    #[error("the number under a root is a fraction with a denominator other than 0")]
    Denominator,
    /// The number under the root is negative.
    #[error("the number under a root is not negative")]
    Negative,
    /// More places than are judged.
    #[error("a root is rounded at no more than {MAX_PLACES} places")]
    Places,
}

impl TryFrom<RawCheck> for RootCheck {
    type Error = RootError;

    fn try_from(raw: RawCheck) -> Result<Self, RootError> {
        Self::new(raw.numerator.0, raw.denominator.0, raw.places)
    }
}

impl RootCheck {
    /// The check for the square root of `numerator / denominator`, rounded at `places` decimals.
    ///
    /// # Errors
    /// [`RootError`] when there is no such root or there are too many places.
    pub fn new(numerator: BigInt, denominator: BigInt, places: u32) -> Result<Self, RootError> {
        if places > MAX_PLACES {
            return Err(RootError::Places);
        }
        let radicand = Fraction::new(numerator, denominator).ok_or(RootError::Denominator)?;
        if radicand.numerator().is_negative() {
            return Err(RootError::Negative);
        }
        Ok(Self {
            numerator: Integer(radicand.numerator().clone()),
            denominator: Integer(radicand.denominator().clone()),
            places,
        })
    }

    /// The number under the root, in lowest terms.
    pub fn radicand(&self) -> (&BigInt, &BigInt) {
        (&self.numerator.0, &self.denominator.0)
    }

    /// How many places the prompt asks for.
    pub fn places(&self) -> u32 {
        self.places
    }

    /// Judges a response. A decimal with d digits after the point is right if it is the root
    /// rounded at d places, or at the places asked for where d is fewer, a tie going either way;
    /// where the root is a fraction, so is its exact value. The evidence spells a right answer as
    /// the root rounded at the places asked for.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &NumberShape).judge(|number| {
            if self.accepts(number) {
                return Verdict::correct(self.spelled(&self.rounded()));
            }
            let text = number.to_string();
            let reason = format!(
                "{text} is not the square root of {}, rounded at {} or more places",
                self.radicand_text(),
                self.places
            );
            Verdict::incorrect(text, reason)
        })
    }

    /// The rounded root, boxed.
    pub fn reference(&self) -> String {
        self.reply(&self.rounded())
    }

    /// The rounded root and one more, boxed.
    pub fn counterfeit(&self) -> String {
        self.reply(&(self.rounded() + power_of_ten(self.places)))
    }

    fn reply(&self, units: &BigInt) -> String {
        super::reply(
            "Working through it step by step gives one value.",
            &self.spelled(units),
        )
    }

    fn accepts(&self, number: &Number) -> bool {
        let own = number.fraction();
        if own.numerator().is_negative() {
            return false;
        }
        if own.numerator().pow(2) * &self.denominator.0
            == own.denominator().pow(2) * &self.numerator.0
        {
            return true;
        }
        let Some((at, cut)) = number.claim(self.places) else {
            return false;
        };
        // The spelling has at most `at` decimals, so scaling leaves no remainder.
        let units = own.numerator() * power_of_ten(at) / own.denominator();
        // u is the nearest to √(n/d)·10^p if (2u - 1)² d ≤ 4n·100^p ≤ (2u + 1)² d. Equality is a
        // tie: rounding away from zero takes the upper neighbour, the even rule either.
        let scaled = &self.numerator.0 * power_of_ten(2 * at);
        let below = &units * 2u8 - 1u8;
        let above: BigInt = &units * 2u8 + 1u8;
        let four = &scaled * 4u8;
        let upper = above.pow(2) * &self.denominator.0;
        let reached = !below.is_positive() || below.pow(2) * &self.denominator.0 <= four;
        let nearest = reached && (four < upper || four == upper && units.is_even());
        nearest
            || cut
                && units.pow(2) * &self.denominator.0 <= scaled
                && scaled < (&units + 1u8).pow(2) * &self.denominator.0
    }

    /// The root in units of the last place, rounded, a tie going up.
    fn rounded(&self) -> BigInt {
        // ⌊√x + 1/2⌋ = ⌊(⌊√(4x)⌋ + 1) / 2⌋, and ⌊√y⌋ = ⌊√⌊y⌋⌋.
        let four = &self.numerator.0 * power_of_ten(2 * self.places) * 4u8;
        ((four / &self.denominator.0).sqrt() + 1u8) / 2u8
    }

    fn spelled(&self, units: &BigInt) -> String {
        Fraction::new(units.clone(), power_of_ten(self.places))
            .map_or_else(String::new, |value| value.to_decimal(self.places))
    }

    fn radicand_text(&self) -> String {
        match self.denominator.0 == BigInt::from(1u8) {
            true => self.numerator.to_string(),
            false => format!("{}/{}", self.numerator, self.denominator),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;

    fn outcome(numerator: i64, denominator: i64, places: u32, text: &str) -> &'static str {
        let check = RootCheck::new(numerator.into(), denominator.into(), places).expect("a root");
        judged(&check, &format!("\\boxed{{{text}}}"))
    }

    fn judged(check: &RootCheck, text: &str) -> &'static str {
        let answer = Answer {
            text,
            finish: Finish::Stop,
        };
        check.judge(answer).strict.outcome.name()
    }

    #[test]
    fn a_root_is_rounded_exactly() {
        // √2 = 1.41421356…, √(22/7) = 1.7728105…
        for right in ["1.41", "1.414", "1.4142", "1.41421356", "1.414…", "1.4142…"] {
            assert_eq!(outcome(2, 1, 2, right), "correct", "{right}");
        }
        for wrong in [
            "1.42", "1.40", "1.4", "1.415", "1.4143", "141/100", "-1.41", "1", "1.4…", "1.413…",
        ] {
            assert_eq!(outcome(2, 1, 2, wrong), "incorrect", "{wrong}");
        }
        assert_eq!(outcome(22, 7, 2, "1.77"), "correct");
        assert_eq!(outcome(22, 7, 3, "1.773"), "correct");
        assert_eq!(outcome(22, 7, 3, "1.77"), "incorrect");
        // A cut value that says it goes on.
        assert_eq!(outcome(22, 7, 3, "1.772…"), "correct");
        assert_eq!(outcome(22, 7, 3, "1.772"), "incorrect");
    }

    #[test]
    fn an_exact_root_may_be_given_exactly() {
        for right in ["3.5", "3.50", "7/2", r"\frac{7}{2}", r"3\frac12"] {
            assert_eq!(outcome(49, 4, 2, right), "correct", "{right}");
        }
        assert_eq!(outcome(0, 1, 2, "0"), "correct");
        assert_eq!(outcome(0, 1, 2, "0.00"), "correct");
        assert_eq!(outcome(0, 1, 2, "-0.01"), "incorrect");
        assert_eq!(outcome(0, 1, 2, "0.01"), "incorrect");
        assert_eq!(outcome(9, 1, 2, "3"), "correct");
        // 3.0001² = 9.00060001
        assert_eq!(outcome(900_060_001, 100_000_000, 2, "3"), "correct");
    }

    /// A root that lies exactly between two neighbours is a fraction.
    #[test]
    fn both_rules_for_ties_count() {
        // 0.125 = √(1/64), 0.375 = √(9/64), 2.5 = √(25/4)
        for (numerator, denominator, places, right, wrong) in [
            (1, 64, 2, ["0.12", "0.13"], ["0.11", "0.14"]),
            (9, 64, 2, ["0.38", "0.375"], ["0.37", "0.39"]),
            (25, 4, 0, ["2", "3"], ["1", "4"]),
            (49, 4, 0, ["4", "3.5"], ["3", "5"]),
        ] {
            for text in right {
                assert_eq!(
                    outcome(numerator, denominator, places, text),
                    "correct",
                    "{text}"
                );
            }
            for text in wrong {
                assert_eq!(
                    outcome(numerator, denominator, places, text),
                    "incorrect",
                    "{text}"
                );
            }
        }
    }

    /// Against the definition: no other unit is nearer.
    #[test]
    fn exactly_the_nearest_units_are_right() {
        for numerator in 0..60 {
            for denominator in 1..9i64 {
                let check =
                    RootCheck::new(numerator.into(), denominator.into(), 1).expect("a root");
                let right: Vec<i64> = (0..90)
                    .filter(|units| {
                        judged(&check, &format!("\\boxed{{{}.{}}}", units / 10, units % 10))
                            == "correct"
                    })
                    .collect();
                // ⌊20·√(n/d)⌋ by counting up.
                let halves = (0..)
                    .take_while(|h: &i64| h * h * denominator <= 400 * numerator)
                    .last()
                    .expect("0 is below");
                let nearest = (halves + 1) / 2;
                let tie = halves % 2 == 1 && halves * halves * denominator == 400 * numerator;
                let even = nearest - i64::from(tie && nearest % 2 == 1);
                let mut wanted = vec![even, nearest];
                wanted.dedup();
                assert_eq!(right, wanted, "√({numerator}/{denominator})");
            }
        }
    }

    #[test]
    fn broken_data_is_refused() {
        for text in [
            r#"{"numerator": "1", "denominator": "0", "places": 2}"#,
            r#"{"numerator": "-1", "denominator": "2", "places": 2}"#,
            r#"{"numerator": "1", "denominator": "2", "places": 1001}"#,
            r#"{"numerator": "1", "denominator": "2"}"#,
            r#"{"numerator": "x", "denominator": "2", "places": 2}"#,
        ] {
            assert!(serde_json::from_str::<RootCheck>(text).is_err(), "{text}");
        }
        let both: RootCheck =
            serde_json::from_str(r#"{"numerator": -8, "denominator": -4, "places": 3}"#)
                .expect("two");
        assert_eq!(both.radicand(), (&BigInt::from(2), &BigInt::from(1)));
    }

    #[test]
    fn players_are_right_and_wrong() {
        let vast = BigInt::from(10).pow(60) + 1u8;
        for (numerator, denominator) in [
            (BigInt::from(0), BigInt::from(1)),
            (BigInt::from(2), BigInt::from(3)),
            (BigInt::from(1), vast.clone()),
            (vast, BigInt::from(7)),
        ] {
            for places in [0, 1, 2, 30, MAX_PLACES] {
                let check =
                    RootCheck::new(numerator.clone(), denominator.clone(), places).expect("a root");
                assert_eq!(judged(&check, &check.reference()), "correct");
                assert_eq!(judged(&check, &check.counterfeit()), "incorrect");
            }
        }
    }
}
