//! How many guests run at once.

use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// Guests that run now. More than there are processors would only slow each other down, and each
/// may take as much memory as its limit says.
static TAKEN: Mutex<usize> = Mutex::new(0);
static FREED: Condvar = Condvar::new();

/// A place for one guest, given back when dropped.
#[derive(Debug)]
pub(crate) struct Seat;

impl Seat {
    /// Waits for a free place.
    pub(crate) fn take() -> Self {
        let most = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken = FREED
            .wait_while(taken, |taken| *taken >= most)
            .unwrap_or_else(PoisonError::into_inner);
        *taken += 1;
        Self
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        FREED.notify_one();
    }
}
