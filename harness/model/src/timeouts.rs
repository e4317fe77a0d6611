//! How long each part of an attempt may take.

use crate::failure::Phase;
use std::time::{Duration, Instant};

/// A server that takes this long to accept a connection is down or walled off:
/// a TCP handshake crosses the world in a third of a second.
pub const CONNECT: Duration = Duration::from_secs(15);

/// Without streaming, a reasoning model may think for minutes before it sends
/// a byte; providers cut such requests at ten minutes themselves.
pub const FIRST_BYTE: Duration = Duration::from_secs(600);

/// In a stream, silence is thinking that is not shown; five minutes of it is
/// more than any provider leaves a connection idle.
pub const IDLE: Duration = Duration::from_secs(300);

/// Half an hour holds 100,000 tokens at 60 tokens a second; longer attempts
/// are given up so that a run ends.
pub const TOTAL: Duration = Duration::from_secs(1_800);

/// The four time-outs of one attempt; their clocks start when
/// [`Client::send`](crate::Client::send) is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Name look-up, TCP and TLS together.
    pub connect: Duration,
    /// From sending to the first byte of the body.
    pub first_byte: Duration,
    /// Between two pieces of the body.
    pub idle: Duration,
    /// The whole attempt.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: CONNECT,
            first_byte: FIRST_BYTE,
            idle: IDLE,
            total: TOTAL,
        }
    }
}

/// The next moment at which an attempt is given up, and in whose name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    pub(crate) at: Instant,
    pub(crate) phase: Phase,
    pub(crate) limit: Duration,
}

impl Timeouts {
    /// The deadline of a phase that began at `from`, in an attempt that began
    /// at `start`: its own, or the total one if that comes first.
    pub(crate) fn deadline(&self, phase: Phase, from: Instant, start: Instant) -> Deadline {
        let limit = match phase {
            Phase::Connect => self.connect,
            Phase::FirstByte => self.first_byte,
            Phase::Idle => self.idle,
            Phase::Total => self.total,
        };
        let after = |moment: Instant, span: Duration| {
            // A span beyond the clock's range means "never": a century will do.
            moment
                .checked_add(span)
                .unwrap_or(moment + Duration::from_secs(3_153_600_000))
        };
        let (own, whole) = (after(from, limit), after(start, self.total));
        if own <= whole {
            Deadline {
                at: own,
                phase,
                limit,
            }
        } else {
            Deadline {
                at: whole,
                phase: Phase::Total,
                limit: self.total,
            }
        }
    }
}
