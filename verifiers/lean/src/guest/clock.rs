//! How long this process has worked, by which a judgement's time is counted.
//!
//! Not the time of day: on a machine that is busy with other things, a proof would else be given
//! less than on one that is not.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The processor's time of this process, as of the last tick; where the system does not tell it,
/// the time that has gone by.
#[derive(Debug)]
pub(crate) struct Clock {
    started: Instant,
    milliseconds: AtomicU64,
}

impl Clock {
    pub(crate) fn start() -> Self {
        let clock = Self {
            started: Instant::now(),
            milliseconds: AtomicU64::new(0),
        };
        clock.tick();
        clock
    }

    /// Looks at the system's clock.
    pub(crate) fn tick(&self) {
        let now = worked().unwrap_or_else(|| self.started.elapsed());
        let now = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
        self.milliseconds.fetch_max(now, Ordering::Relaxed);
    }

    /// The time at the last tick.
    pub(crate) fn now(&self) -> Duration {
        Duration::from_millis(self.milliseconds.load(Ordering::Relaxed))
    }
}

/// The processor's time that all threads of this process have taken, to a hundredth of a second,
/// where the system tells.
pub(crate) fn worked() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = fields(&stat)?.skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(Duration::from_millis((user + system) * 10))
}

/// Whether a thread of this process besides the calling one wants to run, or does, where the system
/// tells.
pub(crate) fn others_run() -> Option<bool> {
    let own = std::fs::read_link("/proc/thread-self").ok()?;
    for thread in std::fs::read_dir("/proc/self/task").ok()? {
        let thread = thread.ok()?;
        if Some(thread.file_name().as_os_str()) == own.file_name() {
            continue;
        }
        // It may have ended since it was listed.
        let Ok(stat) = std::fs::read_to_string(thread.path().join("stat")) else {
            continue;
        };
        if matches!(fields(&stat)?.next()?, "R" | "D") {
            return Some(true);
        }
    }
    Some(false)
}

/// The fields of a `stat` from the state on. The name before may hold blanks; it ends with the last
/// parenthesis.
fn fields(stat: &str) -> Option<impl Iterator<Item = &str>> {
    Some(stat.rsplit_once(')')?.1.split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_counts_and_waiting_does_not() {
        let clock = Clock::start();
        let before = clock.now();
        let mut sum = 0_u64;
        while clock.now() < before + Duration::from_millis(50) {
            sum = std::hint::black_box(sum.wrapping_add(1));
            if sum.is_multiple_of(1 << 16) {
                clock.tick();
            }
        }
        let Some(worked) = worked() else { return };
        assert!(worked >= Duration::from_millis(50));
    }

    #[test]
    fn a_thread_that_works_is_seen() {
        if others_run().is_none() {
            return;
        }
        let stop = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
            let seen = (0..1_000).any(|_| {
                std::thread::sleep(Duration::from_millis(1));
                others_run() == Some(true)
            });
            stop.store(true, Ordering::Relaxed);
            assert!(seen);
        });
    }
}
