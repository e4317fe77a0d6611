//! Requests and tokens a minute.

use std::cell::Cell;
use std::time::Duration;

use tokio::time::Instant;

/// A token bucket that may go into debt.
///
/// A request's tokens are only known after its reply, so an estimate is taken before and
/// [`Bucket::correct`] settles the difference; a bucket in debt lets nobody through until the
/// minute's rate has paid it back. The bucket holds at most a tenth of a minute's worth, so that a
/// pause is not followed by a burst that the provider would refuse.
#[derive(Debug)]
pub struct Bucket {
    per_second: f64,
    capacity: f64,
    level: Cell<f64>,
    filled: Cell<Instant>,
}

impl Bucket {
    /// A full bucket that `per_minute` units flow into every minute; at least 1.
    pub fn per_minute(per_minute: u64) -> Self {
        let rate = per_minute.max(1) as f64;
        let capacity = (rate / 10.0).max(1.0);
        Self {
            per_second: rate / 60.0,
            capacity,
            level: Cell::new(capacity),
            filled: Cell::new(Instant::now()),
        }
    }

    fn fill(&self) {
        let now = Instant::now();
        let gained = (now - self.filled.get()).as_secs_f64() * self.per_second;
        self.filled.set(now);
        self.level
            .set((self.level.get() + gained).min(self.capacity));
    }

    /// Waits until the bucket can give `amount`, then takes it. An amount above the capacity
    /// passes when the bucket is full, and leaves it in debt.
    pub async fn take(&self, amount: f64) {
        loop {
            self.fill();
            let missing = amount.min(self.capacity) - self.level.get();
            // A billionth of a unit is rounding, not a shortage.
            if missing <= 1e-9 {
                self.level.set(self.level.get() - amount);
                return;
            }
            tokio::time::sleep(Duration::from_secs_f64(missing / self.per_second)).await;
        }
    }

    /// Settles an estimate: `used` were needed where `taken` had been taken.
    pub fn correct(&self, taken: f64, used: f64) {
        self.fill();
        self.level
            .set((self.level.get() + taken - used).min(self.capacity));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_rate_holds_over_minutes() {
        let bucket = Bucket::per_minute(600);
        let start = Instant::now();
        for _ in 0..660 {
            bucket.take(1.0).await;
        }
        // 60 at once, then 10 a second.
        let seconds = start.elapsed().as_secs_f64();
        assert!((59.9..60.2).contains(&seconds), "{seconds}");
    }

    #[tokio::test(start_paused = true)]
    async fn debt_is_paid_before_the_next_request() {
        let bucket = Bucket::per_minute(6_000);
        bucket.take(100.0).await;
        bucket.correct(100.0, 1_100.0);
        let start = Instant::now();
        bucket.take(100.0).await;
        let seconds = start.elapsed().as_secs_f64();
        // Level 500 after the first, -500 after settling; 6 seconds bring it to 100.
        assert!((5.9..6.2).contains(&seconds), "{seconds}");
    }

    #[tokio::test(start_paused = true)]
    async fn an_amount_above_the_capacity_passes_in_time() {
        let bucket = Bucket::per_minute(60);
        bucket.take(1_000.0).await;
        let start = Instant::now();
        bucket.take(1.0).await;
        assert!(start.elapsed() >= Duration::from_secs(994));
    }
}
