//! Drawing again what a task can't use, a bounded number of times.

use crate::sample::Stream;

/// How often is enough for tasks that throw away less than half of their draws: all fail with a
/// probability below 10^-19.
pub(super) const TRIES: usize = 64;

/// The key of the stream that serves when an item's own one has failed.
pub(super) const SPARE: [u8; 32] = *b"a spare stream for unlucky items";

/// The first of `tries` draws that `make` accepts. Should all of them fail, the spare stream gives
/// the item: it is the same for every item, so that what happens then depends on the parameters
/// alone, and a task's tests show that it gives one at every parameter. `None` when it fails as
/// well.
pub(super) fn within<T>(
    tries: usize,
    stream: &mut Stream,
    make: impl Fn(&mut Stream) -> Option<T>,
) -> Option<T> {
    let try_often = |stream: &mut Stream| {
        (0..tries).find_map(|_| {
            #[cfg(test)]
            DRAWS.set(DRAWS.get() + 1);
            make(stream)
        })
    };
    try_often(stream).or_else(|| try_often(&mut Stream::from_key(SPARE)))
}

#[cfg(test)]
thread_local! {
    /// How many draws this thread has made.
    pub(super) static DRAWS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn the_spare_stream_follows_an_unlucky_one() {
        let calls = Cell::new(0);
        let unlucky = |stream: &mut Stream| {
            calls.set(calls.get() + 1);
            (calls.get() > TRIES).then(|| stream.bits())
        };
        let expected = Stream::from_key(SPARE).bits();
        for key in [[1; 32], [2; 32]] {
            calls.set(0);
            assert_eq!(
                within(TRIES, &mut Stream::from_key(key), unlucky),
                Some(expected)
            );
        }
        assert!(within(TRIES, &mut Stream::from_key([1; 32]), |_| None::<()>).is_none());
    }
}
