//! A sum paid with as few coins as possible.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Answer;
use crate::extract;
use crate::value::{ListShape, Number};
use crate::verdict::{Judgement, Verdict};

/// The answer must be coins of the values there are, each as often as it is paid, that make up the
/// sum and are no more than the witness's. Every such payment is right, in any order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct ChangeCheck {
    coins: Vec<u32>,
    witness: Vec<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    coins: Vec<u32>,
    witness: Vec<u32>,
}

/// Why data is no sum with a payment.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ChangeError {
    /// There are no coins, or one is worth nothing or too much.
    #[error("coins are worth from 1 to {MAX_COIN}")]
    Coins,
    /// The witness pays with coins that there are not, with none or with too many.
    #[error("the witness pays with 1 to {MAX_PAID} of the coins")]
    Witness,
}

/// The largest worth of a coin.
const MAX_COIN: u32 = 1 << 24;
/// The most coins that a right payment may take.
const MAX_PAID: usize = 8192;

impl TryFrom<RawCheck> for ChangeCheck {
    type Error = ChangeError;

    fn try_from(raw: RawCheck) -> Result<Self, ChangeError> {
        Self::new(raw.coins, raw.witness)
    }
}

impl ChangeCheck {
    /// The check for coins of these values, any number of each. `witness` holds the value of every
    /// coin of one payment with the fewest coins; the sum to be paid is its sum.
    ///
    /// # Errors
    /// [`ChangeError`] when there are no coins or the witness pays with others.
    pub fn new(coins: Vec<u32>, witness: Vec<u32>) -> Result<Self, ChangeError> {
        if coins.is_empty() || !coins.iter().all(|coin| (1..=MAX_COIN).contains(coin)) {
            return Err(ChangeError::Coins);
        }
        let pays = (1..=MAX_PAID).contains(&witness.len())
            && witness.iter().all(|coin| coins.contains(coin));
        if !pays {
            return Err(ChangeError::Witness);
        }
        Ok(Self { coins, witness })
    }

    /// The values of the coins there are.
    pub fn coins(&self) -> &[u32] {
        &self.coins
    }

    /// How many coins a right payment takes.
    pub fn fewest(&self) -> usize {
        self.witness.len()
    }

    /// Judges a response. The evidence spells a payment in ascending order, so that the same one is
    /// the same answer in any order.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &ListShape).judge(|paid| self.decide(paid))
    }

    /// The witness, boxed.
    pub fn reference(&self) -> String {
        self.reply(&self.witness)
    }

    /// The witness without its last coin, boxed; if there is no other, that coin twice.
    pub fn counterfeit(&self) -> String {
        match self.witness.as_slice() {
            &[only] => self.reply(&[only, only]),
            all => self.reply(&all[..all.len() - 1]),
        }
    }

    fn reply(&self, paid: &[u32]) -> String {
        super::reply(
            "Building up from smaller sums gives this payment.",
            &super::list::spell(paid),
        )
    }

    fn decide(&self, paid: &[Number]) -> Verdict {
        let coin = |number: &Number| u32::try_from(number.to_i64()?).ok();
        let known = |coin: &u32| self.coins.contains(coin);
        let mut coins = Vec::with_capacity(paid.len());
        for number in paid {
            match coin(number).filter(known) {
                Some(coin) => coins.push(coin),
                None => {
                    let reason = format!("there is no coin of {number}");
                    return Verdict::incorrect(super::list::spell(paid), reason);
                }
            }
        }
        coins.sort_unstable();
        let text = super::list::spell(&coins);
        let sum = |coins: &[u32]| coins.iter().copied().map(u64::from).sum::<u64>();
        let (paid, wanted) = (sum(&coins), sum(&self.witness));
        if paid != wanted {
            return Verdict::incorrect(text, format!("the coins make {paid} instead of {wanted}"));
        }
        if coins.len() > self.fewest() {
            let reason = format!(
                "{} coins are paid instead of {}",
                coins.len(),
                self.fewest()
            );
            return Verdict::incorrect(text, reason);
        }
        Verdict::correct(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    fn judge(text: &str) -> Verdict {
        let check = ChangeCheck::new(vec![1, 4, 6, 9], vec![4, 9]);
        check
            .expect("a payment")
            .judge(Answer {
                text: &format!("\\boxed{{{text}}}"),
                finish: Finish::Stop,
            })
            .strict
    }

    #[test]
    fn payments_are_judged_by_sum_and_count() {
        for text in ["4, 9", "[9, 4]", "9 and 4"] {
            let verdict = judge(text);
            assert_eq!(verdict.outcome, Outcome::Correct, "{text}");
            assert_eq!(verdict.evidence.answer.as_deref(), Some("[4, 9]"));
        }
        for (text, reason) in [
            ("6, 6, 1", "3 coins are paid instead of 2"),
            ("9", "the coins make 9 instead of 13"),
            ("8, 5", "there is no coin of 8"),
            ("9, -4", "there is no coin of -4"),
            ("9, 4.5", "there is no coin of 9/2"),
            ("[]", "the coins make 0 instead of 13"),
        ] {
            let verdict = judge(text);
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{text}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{text}");
        }
    }

    #[test]
    fn data_without_a_payment_is_refused() {
        let new =
            |coins: &[u32], witness: &[u32]| ChangeCheck::new(coins.to_vec(), witness.to_vec());
        assert_eq!(new(&[], &[1]), Err(ChangeError::Coins));
        assert_eq!(new(&[0, 1], &[1]), Err(ChangeError::Coins));
        assert_eq!(new(&[u32::MAX], &[1]), Err(ChangeError::Coins));
        assert_eq!(new(&[1, 2], &[]), Err(ChangeError::Witness));
        assert_eq!(new(&[1, 2], &[3]), Err(ChangeError::Witness));
        assert_eq!(new(&[1], &[1; MAX_PAID + 1]), Err(ChangeError::Witness));
    }
}
