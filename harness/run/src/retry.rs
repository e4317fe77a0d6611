//! When to ask again, and how long to wait before.

use std::time::Duration;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Attempts an item gets, the first included.
///
/// Ten attempts leave one item in 10^7 unanswered at a fault rate of 20 %, and with the waits
/// below they span about two minutes, which outlasts a restart of a local server.
pub const MAX_ATTEMPTS: u32 = 10;
/// The first wait; it doubles with every further failure.
pub const FIRST_WAIT: Duration = Duration::from_millis(250);
/// No wait of our own choosing is longer.
pub const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// A `Retry-After` beyond this is a quota that resets tomorrow and not a burst limit: the run ends,
/// to be continued then.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(300);

/// The policy of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Attempts an item gets, the first included; at least 1.
    pub max_attempts: u32,
    /// The first wait.
    pub first_wait: Duration,
    /// The longest `Retry-After` that is waited for.
    pub max_retry_after: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: MAX_ATTEMPTS,
            first_wait: FIRST_WAIT,
            max_retry_after: MAX_RETRY_AFTER,
        }
    }
}

/// What to do after a transient failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Ask again after this wait.
    Wait(Duration),
    /// The attempts are used up.
    GiveUp,
    /// The server asks for a longer wait than the policy allows.
    TooLong(Duration),
}

/// Spreads waits, so that requests which failed together don't come back together.
#[derive(Debug)]
pub struct Jitter(ChaCha8Rng);

impl Jitter {
    /// Seeded by the run's identity: what a run does is a function of what it is given.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    fn factor(&mut self) -> f64 {
        0.5 + (self.0.next_u32() as f64 / f64::from(u32::MAX)) / 2.0
    }
}

impl RetryPolicy {
    /// What follows failure number `failures` (from 1) of an item. The server's own wish goes
    /// before our back-off, which is exponential with a jitter of 50 to 100 %.
    pub fn next(&self, failures: u32, retry_after: Option<Duration>, jitter: &mut Jitter) -> Next {
        if failures >= self.max_attempts {
            return Next::GiveUp;
        }
        if let Some(wish) = retry_after {
            if wish > self.max_retry_after {
                return Next::TooLong(wish);
            }
            // Up to a tenth more, so that those told the same moment don't all meet there.
            let spread = 1.0 + (jitter.factor() - 0.5) / 5.0;
            return Next::Wait(wish.mul_f64(spread));
        }
        let doubled = self.first_wait.saturating_mul(1 << (failures - 1).min(16));
        Next::Wait(doubled.min(LONGEST_WAIT).mul_f64(jitter.factor()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_are_bounded() {
        let policy = RetryPolicy::default();
        let mut jitter = Jitter::new(1);
        let mut last = Duration::ZERO;
        for failures in 1..MAX_ATTEMPTS {
            let Next::Wait(wait) = policy.next(failures, None, &mut jitter) else {
                panic!("attempts are left")
            };
            let full = FIRST_WAIT
                .saturating_mul(1 << (failures - 1))
                .min(LONGEST_WAIT);
            assert!(wait >= full / 2 && wait <= full, "{failures}: {wait:?}");
            last = wait;
        }
        assert!(last <= LONGEST_WAIT);
        assert_eq!(policy.next(MAX_ATTEMPTS, None, &mut jitter), Next::GiveUp);
    }

    #[test]
    fn the_servers_wish_goes_first_up_to_a_bound() {
        let policy = RetryPolicy::default();
        let mut jitter = Jitter::new(2);
        let wish = Duration::from_secs(7);
        let Next::Wait(wait) = policy.next(1, Some(wish), &mut jitter) else {
            panic!("it waits")
        };
        assert!(wait >= wish && wait <= wish.mul_f64(1.1), "{wait:?}");
        let day = Duration::from_secs(86_400);
        assert_eq!(policy.next(1, Some(day), &mut jitter), Next::TooLong(day));
    }
}
