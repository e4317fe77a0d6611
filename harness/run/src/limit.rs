//! How many requests may be in flight: additive increase, multiplicative decrease.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

/// Requests in flight until the server has shown that it takes more.
pub const START: usize = 128;
/// After a decrease no further one for this long: one overload makes many requests fail at once,
/// and each of them must not cut the limit again.
const COOLDOWN: Duration = Duration::from_secs(1);

/// An adaptive limit on requests in flight.
///
/// It opens with a single request, the probe: a wrong key or model fails once and not sixty
/// times. After the first success the limit starts at [`START`] and doubles every round while it
/// is used up (slow start); from the first overload on it grows by one a round. An overload cuts
/// it by 30 %. It never passes the ceiling and never falls below 1.
///
/// Single-threaded by design: the runner's state lives on one thread.
#[derive(Debug)]
pub struct Limiter {
    state: RefCell<State>,
}

#[derive(Debug)]
struct State {
    limit: usize,
    ceiling: usize,
    in_flight: usize,
    probing: bool,
    slow_start: bool,
    /// Successes since the limit last grew.
    credit: usize,
    /// Whether the limit was used up at any moment since it last grew.
    saturated: bool,
    last_cut: Option<Instant>,
    waiting: VecDeque<oneshot::Sender<()>>,
}

/// What a finished request says about the server's load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// It answered.
    Success,
    /// It asked for less, or did not answer in time.
    Overload,
    /// Something else failed; it says nothing about load.
    Neutral,
}

/// The right to have one request in flight; dropping it gives the right back.
#[derive(Debug)]
pub struct Permit<'a> {
    limiter: &'a Limiter,
}

impl Limiter {
    /// A limiter that never passes `ceiling` (at least 1). With `probe`, the first request goes
    /// alone.
    pub fn new(ceiling: usize, probe: bool) -> Self {
        let ceiling = ceiling.max(1);
        Self {
            state: RefCell::new(State {
                limit: if probe { 1 } else { START.min(ceiling) },
                ceiling,
                in_flight: 0,
                probing: probe,
                slow_start: true,
                credit: 0,
                saturated: false,
                last_cut: None,
                waiting: VecDeque::new(),
            }),
        }
    }

    /// Waits for a place in flight, in the order of asking.
    pub async fn acquire(&self) -> Permit<'_> {
        loop {
            let turn = {
                let mut state = self.state.borrow_mut();
                if state.in_flight < state.limit {
                    state.in_flight += 1;
                    return Permit { limiter: self };
                }
                state.saturated = true;
                let (sender, turn) = oneshot::channel();
                state.waiting.push_back(sender);
                turn
            };
            // A dropped sender only means: look again.
            let _ = turn.await;
        }
    }

    /// Takes note of how a request went.
    pub fn record(&self, signal: Signal) {
        let mut state = self.state.borrow_mut();
        match signal {
            Signal::Neutral => {}
            Signal::Success if state.probing => {
                state.probing = false;
                state.limit = START.min(state.ceiling);
            }
            Signal::Success => {
                state.credit += 1;
                if state.credit >= state.limit {
                    if state.saturated {
                        let grown = if state.slow_start {
                            state.limit * 2
                        } else {
                            state.limit + 1
                        };
                        state.limit = grown.min(state.ceiling);
                    }
                    state.credit = 0;
                    state.saturated = false;
                }
            }
            Signal::Overload => {
                let now = Instant::now();
                if state.last_cut.is_none_or(|cut| now - cut >= COOLDOWN) {
                    state.last_cut = Some(now);
                    state.limit = (state.limit * 7 / 10).max(1);
                    state.slow_start = false;
                    state.credit = 0;
                }
            }
        }
        state.wake();
    }

    /// Whether the first request, which goes alone, has not succeeded yet.
    pub fn is_probing(&self) -> bool {
        self.state.borrow().probing
    }

    /// (in flight, limit) at this moment.
    pub fn load(&self) -> (usize, usize) {
        let state = self.state.borrow();
        (state.in_flight, state.limit)
    }
}

impl State {
    /// Wakes as many waiters as there are free places.
    fn wake(&mut self) {
        let mut free = self.limit.saturating_sub(self.in_flight);
        while free > 0 {
            let Some(waiter) = self.waiting.pop_front() else {
                return;
            };
            if waiter.send(()).is_ok() {
                free -= 1;
            }
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut state = self.limiter.state.borrow_mut();
        state.in_flight -= 1;
        state.wake();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_probe_goes_alone_and_opens_the_way() {
        let limiter = Limiter::new(1_000, true);
        let probe = limiter.acquire().await;
        assert_eq!(limiter.load(), (1, 1));
        limiter.record(Signal::Success);
        assert_eq!(limiter.load(), (1, START));
        drop(probe);
        assert_eq!(limiter.load(), (0, START));
    }

    #[tokio::test(start_paused = true)]
    async fn it_grows_only_when_used_up() {
        let limiter = Limiter::new(1_000, false);
        for _ in 0..10 * START {
            drop(limiter.acquire().await);
            limiter.record(Signal::Success);
        }
        assert_eq!(
            limiter.load().1,
            START,
            "one at a time never used the limit up"
        );

        let mut permits = Vec::new();
        for _ in 0..START {
            permits.push(limiter.acquire().await);
        }
        let waits = tokio::time::timeout(Duration::from_millis(1), limiter.acquire());
        assert!(waits.await.is_err(), "the limit holds");
        for _ in 0..START {
            limiter.record(Signal::Success);
        }
        assert_eq!(limiter.load().1, 2 * START);
    }

    #[tokio::test(start_paused = true)]
    async fn an_overload_cuts_once_and_growth_turns_additive() {
        let limiter = Limiter::new(1_000, false);
        for _ in 0..10 {
            limiter.record(Signal::Overload);
        }
        let cut = START * 7 / 10;
        assert_eq!(limiter.load().1, cut);
        let permits = {
            let mut permits = Vec::new();
            for _ in 0..cut {
                permits.push(limiter.acquire().await);
            }
            permits
        };
        let _ = tokio::time::timeout(Duration::from_millis(1), limiter.acquire()).await;
        for _ in 0..cut {
            limiter.record(Signal::Success);
        }
        assert_eq!(limiter.load().1, cut + 1);
        tokio::time::advance(COOLDOWN).await;
        limiter.record(Signal::Overload);
        assert_eq!(limiter.load().1, (cut + 1) * 7 / 10);
        drop(permits);
        for _ in 0..50 {
            tokio::time::advance(COOLDOWN).await;
            limiter.record(Signal::Overload);
        }
        assert_eq!(limiter.load().1, 1, "it never closes");
    }
}
