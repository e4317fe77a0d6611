//! Work on many threads while it goes on: how much of it is done.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::format::{count, duration, percent};
use crate::progress::{LINE_GAPS, Mode};

/// Shows how much of some work is done, until it is dropped. A bar or lines, as
/// [`crate::progress::Progress`]; it says nothing in the other modes.
pub struct Meter {
    mode: Mode,
    noun: &'static str,
    total: u64,
    done: AtomicU64,
    began: Instant,
    /// When the next line is due, since `began`.
    due: Mutex<Duration>,
    bar: ProgressBar,
}

impl std::fmt::Debug for Meter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Meter")
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

impl Meter {
    /// A meter on the standard error stream of `total` steps, called `noun` in the plural.
    #[must_use]
    pub fn new(mode: Mode, total: u64, noun: &'static str) -> Self {
        let bar = if mode == Mode::Bar {
            let target = ProgressDrawTarget::stderr_with_hz(10);
            let bar = ProgressBar::with_draw_target(Some(total), target);
            if let Ok(style) = ProgressStyle::with_template("{spinner} {bar:16} {wide_msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(250));
            bar
        } else {
            ProgressBar::hidden()
        };
        Self {
            mode,
            noun,
            total,
            done: AtomicU64::new(0),
            began: Instant::now(),
            due: Mutex::new(LINE_GAPS.0),
            bar,
        }
    }

    /// So many steps more are done.
    pub fn advance(&self, steps: u64) {
        let done = self.done.fetch_add(steps, Ordering::Relaxed) + steps;
        match self.mode {
            Mode::Bar => {
                self.bar.set_position(done);
                self.bar.set_message(self.words(done, self.began.elapsed()));
            }
            Mode::Lines => {
                let now = self.began.elapsed();
                let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
                if now >= *due {
                    *due = now + (now / 10).clamp(LINE_GAPS.0, LINE_GAPS.1);
                    drop(due);
                    // When nobody listens any more, the work goes on all the same.
                    let _ = writeln!(std::io::stderr(), "{}", self.words(done, now));
                }
            }
            Mode::Json | Mode::Quiet => {}
        }
    }

    fn words(&self, done: u64, elapsed: Duration) -> String {
        let share = done as f64 / self.total.max(1) as f64;
        let mut words = format!(
            "{} of {} {} · {}",
            count(done),
            count(self.total),
            self.noun,
            percent(share)
        );
        let rate = done as f64 / elapsed.as_secs_f64();
        let left = self.total.saturating_sub(done) as f64 / rate;
        if left.is_finite() && elapsed >= Duration::from_secs(1) {
            words.push_str(&format!(
                " · {}/s · {} left",
                count(rate as u64),
                duration(left.ceil() as u64)
            ));
        }
        words
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        // What was done is told by what follows.
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_work_half_way() {
        let meter = Meter::new(Mode::Quiet, 3_000, "items");
        meter.advance(1_000);
        meter.advance(500);
        let done = meter.done.load(Ordering::Relaxed);
        let words = |seconds| meter.words(done, Duration::from_secs(seconds));
        assert_eq!(words(0), "1,500 of 3,000 items · 50.0 %");
        assert_eq!(words(3), "1,500 of 3,000 items · 50.0 % · 500/s · 3 s left");
    }
}
