//! How a mock server behaves.

use std::time::Duration;

use crate::dialect::ReasoningField;
use crate::fault::Faults;
use crate::problem::Rejects;
use crate::reply::{Answer, Completion, Reply, Script, Usage};
use crate::request::RequestView;
use crate::wire::mix;

/// How long a request waits before its reply begins; refusals wait too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Latency {
    /// The same for all.
    Fixed(Duration),
    /// Evenly spread from the first to the second, by the seed and the order of arrival.
    Between(Duration, Duration),
}

impl Latency {
    /// No wait at all.
    pub const NONE: Self = Self::Fixed(Duration::ZERO);

    /// The wait of the request that arrived as number `arrival`.
    pub(crate) fn of(self, seed: u64, arrival: u64) -> Duration {
        match self {
            Self::Fixed(wait) => wait,
            Self::Between(least, most) => {
                let share = mix(seed ^ mix(arrival)) as f64 / u64::MAX as f64;
                least + most.saturating_sub(least).mul_f64(share)
            }
        }
    }
}

/// Everything a [`MockServer`](crate::MockServer) can be told. The default answers every request
/// at once with `\boxed{42}` and never fails; change single fields with `..Config::default()`.
#[derive(Debug, Clone)]
pub struct Config {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Wait before a reply.
    pub latency: Latency,
    /// Who answers.
    pub answer: Answer,
    /// Reasoning text of every completion that brings none of its own.
    pub reasoning: Option<String>,
    /// Where chat completions show reasoning. The other dialects have one place each.
    pub reasoning_field: ReasoningField,
    /// Token counts of every completion that brings none of its own.
    pub usage: Usage,
    /// The models there are; none means any.
    pub models: Option<Vec<String>>,
    /// The key that is demanded, if one is.
    pub api_key: Option<String>,
    /// Parameters that are refused.
    pub rejects: Vec<Rejects>,
    /// Rates of failure.
    pub faults: Faults,
    /// Replies laid down beforehand; they go before faults and answers.
    pub script: Script,
    /// Seed of the fault schedule, the latencies and the reply ids.
    pub seed: u64,
    /// The delay that rate limits ask for. `Retry-After` rounds it up to whole seconds.
    pub retry_after: Duration,
    /// Characters in one delta of a stream; more when a text would take over a thousand deltas.
    pub delta_chars: usize,
    /// Pause before each event of a stream but the first.
    pub delta_pause: Duration,
    /// Pause before each piece of a [`Drip`](crate::Fault::Drip).
    pub drip_pause: Duration,
    /// Pieces of a [`Drip`](crate::Fault::Drip).
    pub drip_pieces: usize,
    /// Bytes of text put before the answer by [`Huge`](crate::Fault::Huge).
    pub huge_bytes: usize,
    /// Whether requests are counted by item, which costs a hash of the prompt.
    pub count_items: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 0,
            latency: Latency::NONE,
            answer: Answer::Fixed(Completion::boxed(42)),
            reasoning: None,
            reasoning_field: ReasoningField::default(),
            usage: Usage::default(),
            models: None,
            api_key: None,
            rejects: Vec::new(),
            faults: Faults::none(),
            script: Script::new(),
            seed: 0,
            retry_after: Duration::from_secs(1),
            delta_chars: 12,
            delta_pause: Duration::ZERO,
            drip_pause: Duration::from_millis(50),
            drip_pieces: 20,
            huge_bytes: 10_000_000,
            count_items: true,
        }
    }
}

impl Config {
    /// Answers every request with this text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::fixed(Completion::text(text))
    }

    /// Answers every request with `The answer is \boxed{value}`.
    #[must_use]
    pub fn boxed(value: impl std::fmt::Display) -> Self {
        Self::fixed(Completion::boxed(value))
    }

    /// Answers every request with this completion.
    #[must_use]
    pub fn fixed(completion: Completion) -> Self {
        Self {
            answer: Answer::Fixed(completion),
            ..Self::default()
        }
    }

    /// Says the last user message back.
    #[must_use]
    pub fn echo() -> Self {
        Self {
            answer: Answer::Echo,
            ..Self::default()
        }
    }

    /// Answers by a function, which must not block.
    #[must_use]
    pub fn call(answer: impl Fn(&RequestView<'_>) -> Reply + Send + Sync + 'static) -> Self {
        Self {
            answer: Answer::call(answer),
            ..Self::default()
        }
    }

    /// Plays a script and then answers with `\boxed{42}`.
    #[must_use]
    pub fn script(script: Script) -> Self {
        Self {
            script,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latency_stays_in_its_range_and_follows_the_seed() {
        let range = Latency::Between(Duration::from_millis(10), Duration::from_millis(20));
        let waits: Vec<_> = (0..1000).map(|arrival| range.of(5, arrival)).collect();
        assert!(
            waits
                .iter()
                .all(|wait| (10..=20).contains(&wait.as_millis()))
        );
        let mean = waits.iter().sum::<Duration>() / 1000;
        assert!((14..16).contains(&mean.as_millis()), "{mean:?}");
        assert_eq!(waits[7], range.of(5, 7));
        assert_ne!(waits[7], range.of(6, 7));
    }
}
