//! What may go wrong on purpose, and how often.

use std::fmt;
use std::str::FromStr;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use thiserror::Error;

/// One way of failing. Its [name](Fault::name) is what the command line and the statistics use.
///
/// A kind that only makes sense for a stream does the nearest thing to a whole reply, and the
/// other way round; the variants say what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// 429 in the provider's words, without any hint when to come back.
    RateLimit,
    /// 429 with `Retry-After` in whole seconds.
    RateLimitSeconds,
    /// 429 with `Retry-After` as an HTTP date.
    RateLimitDate,
    /// 429 with `retry-after-ms`, as OpenAI and Azure send it, and no `Retry-After`.
    RateLimitMillis,
    /// 429 that no waiting cures: the account has no credit left.
    Quota,
    /// 500 in the provider's words.
    ServerError,
    /// 502 with the HTML page of a reverse proxy.
    BadGateway,
    /// 503 in the provider's words.
    Unavailable,
    /// 529 "overloaded", as Anthropic sends it.
    Overloaded,
    /// The connection is closed when the request has been read; not a byte is answered.
    Drop,
    /// The connection is closed in the middle of the body. A whole reply has announced its full
    /// `Content-Length`; a stream ends between two events, without the last chunk.
    Cut,
    /// The connection is closed in the middle of an event. A whole reply is cut as by [`Fault::Cut`].
    CutEvent,
    /// JSON that stops half-way, with a `Content-Length` that agrees. A stream ends properly for
    /// HTTP, but its last event is half a JSON document and no end marker follows.
    TruncatedJson,
    /// 200 with an HTML page (a captive portal, a login page).
    Html,
    /// 200 with an empty body.
    Empty,
    /// 200 with an error object where the answer should be; in a stream, after the first words.
    ErrorInside,
    /// Bytes that are not UTF-8 inside an otherwise whole JSON text.
    InvalidUtf8,
    /// The usual answer behind about ten megabytes of text ([`Config::huge_bytes`](crate::Config)).
    Huge,
    /// The request is read and then nothing comes, not even a status line.
    Hang,
    /// Half of the body comes, then nothing more, and the connection stays open.
    Stall,
    /// The whole reply, in small pieces with a pause before each.
    Drip,
    /// 400: `max_tokens` is not supported, use `max_completion_tokens`.
    NoMaxTokens,
    /// 400: `temperature` supports only its default.
    NoTemperature,
    /// 400: the prompt is longer than the model's context.
    ContextLength,
    /// 200, the provider's filter withheld the answer.
    ContentFilter,
    /// 200, all tokens were spent on reasoning: no text, finish reason "length".
    ReasoningOnly,
}

impl Fault {
    /// Every kind, in the order of declaration.
    pub const ALL: [Self; 26] = [
        Self::RateLimit,
        Self::RateLimitSeconds,
        Self::RateLimitDate,
        Self::RateLimitMillis,
        Self::Quota,
        Self::ServerError,
        Self::BadGateway,
        Self::Unavailable,
        Self::Overloaded,
        Self::Drop,
        Self::Cut,
        Self::CutEvent,
        Self::TruncatedJson,
        Self::Html,
        Self::Empty,
        Self::ErrorInside,
        Self::InvalidUtf8,
        Self::Huge,
        Self::Hang,
        Self::Stall,
        Self::Drip,
        Self::NoMaxTokens,
        Self::NoTemperature,
        Self::ContextLength,
        Self::ContentFilter,
        Self::ReasoningOnly,
    ];

    /// The name used on the command line and in the statistics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RateLimit => "429",
            Self::RateLimitSeconds => "429-seconds",
            Self::RateLimitDate => "429-date",
            Self::RateLimitMillis => "429-ms",
            Self::Quota => "quota",
            Self::ServerError => "500",
            Self::BadGateway => "502",
            Self::Unavailable => "503",
            Self::Overloaded => "529",
            Self::Drop => "drop",
            Self::Cut => "cut",
            Self::CutEvent => "cut-event",
            Self::TruncatedJson => "truncated",
            Self::Html => "html",
            Self::Empty => "empty",
            Self::ErrorInside => "error-200",
            Self::InvalidUtf8 => "utf8",
            Self::Huge => "huge",
            Self::Hang => "hang",
            Self::Stall => "stall",
            Self::Drip => "drip",
            Self::NoMaxTokens => "no-max-tokens",
            Self::NoTemperature => "no-temperature",
            Self::ContextLength => "context",
            Self::ContentFilter => "filter",
            Self::ReasoningOnly => "length",
        }
    }

    /// Whether the client ends up with a model's reply all the same, so that asking again would
    /// be a second request for an answered item.
    #[must_use]
    pub const fn answers(self) -> bool {
        matches!(
            self,
            Self::Huge | Self::Drip | Self::ContentFilter | Self::ReasoningOnly
        )
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Fault {
    type Err = FaultsError;

    fn from_str(name: &str) -> Result<Self, FaultsError> {
        Self::ALL
            .into_iter()
            .find(|fault| fault.name() == name)
            .ok_or_else(|| FaultsError::UnknownKind {
                name: name.to_owned(),
            })
    }
}

/// A fault table that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FaultsError {
    /// No fault has this name.
    #[error("unknown fault `{name}`; known are {}", names())]
    UnknownKind {
        /// The name given.
        name: String,
    },
    /// An entry has no `=`.
    #[error("fault entry `{0}` has no rate; write it as NAME=RATE, for example 429=0.1")]
    NoRate(String),
    /// A rate is not a number in [0, 1].
    #[error("rate `{0}` is not a number from 0 to 1")]
    BadRate(String),
    /// All rates together are above one.
    #[error("fault rates add up to more than 1; lower some of them")]
    TooMuch,
}

fn names() -> String {
    Fault::ALL.map(Fault::name).join(", ")
}

/// Parts of a whole in which rates are counted.
const MILLION: u64 = 1_000_000;

/// Requests that share one shuffled hand of faults.
const BLOCK: u64 = 1_000;

/// How often each fault happens, as shares of all model requests.
///
/// Rates are kept in millionths. Which request gets which fault follows from the seed and the
/// request's number alone: every block of 1,000 requests is dealt `rate × 1000` of each fault
/// (fractions carry over to the next block) and shuffled by ChaCha12. So the counts are exact
/// over every whole block, not merely on average.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    parts: Vec<(Fault, u64)>,
}

impl Faults {
    /// A table in which nothing goes wrong.
    #[must_use]
    pub const fn none() -> Self {
        Self { parts: Vec::new() }
    }

    /// Whether nothing goes wrong.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.parts.is_empty()
    }

    /// The same table with `fault` at `rate` (a share from 0 to 1; replaces an earlier rate).
    ///
    /// # Errors
    /// When the rate is not in [0, 1] or all rates together exceed 1.
    pub fn with(mut self, fault: Fault, rate: f64) -> Result<Self, FaultsError> {
        if !(0.0..=1.0).contains(&rate) {
            return Err(FaultsError::BadRate(rate.to_string()));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the rate was checked to lie in [0, 1]"
        )]
        let parts = (rate * MILLION as f64).round() as u64;
        self.parts.retain(|(known, _)| *known != fault);
        if parts > 0 {
            self.parts.push((fault, parts));
        }
        if self.parts.iter().map(|(_, parts)| parts).sum::<u64>() > MILLION {
            return Err(FaultsError::TooMuch);
        }
        Ok(self)
    }
}

impl FromStr for Faults {
    type Err = FaultsError;

    /// Reads `429=0.1,500=0.05`; an empty text is the empty table.
    fn from_str(text: &str) -> Result<Self, FaultsError> {
        text.split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .try_fold(Self::none(), |table, entry| {
                let (name, rate) = entry
                    .split_once('=')
                    .ok_or_else(|| FaultsError::NoRate(entry.to_owned()))?;
                let value = rate
                    .trim()
                    .parse()
                    .map_err(|_| FaultsError::BadRate(rate.trim().to_owned()))?;
                table.with(name.trim().parse()?, value)
            })
    }
}

/// Deals the faults of a table to one request after another.
#[derive(Debug)]
pub(crate) struct Schedule {
    table: Vec<(Fault, u64)>,
    /// Millionths of a request owed to each fault of the table.
    owed: Vec<u64>,
    rng: ChaCha12Rng,
    /// What is left of the block, dealt from the end.
    hand: Vec<Option<Fault>>,
}

impl Schedule {
    pub(crate) fn new(faults: &Faults, seed: u64) -> Self {
        Self {
            table: faults.parts.clone(),
            owed: vec![0; faults.parts.len()],
            rng: ChaCha12Rng::seed_from_u64(seed),
            hand: Vec::new(),
        }
    }

    /// The fault of the next request, if it gets one.
    pub(crate) fn next(&mut self) -> Option<Fault> {
        if self.table.is_empty() {
            return None;
        }
        if self.hand.is_empty() {
            self.deal();
        }
        self.hand.pop().flatten()
    }

    fn deal(&mut self) {
        let mut room = BLOCK;
        for ((fault, parts), owed) in self.table.iter().zip(&mut self.owed) {
            *owed += parts * BLOCK;
            // Carried fractions may ask for more than a block holds; the rest stays owed.
            let count = (*owed / MILLION).min(room);
            *owed -= count * MILLION;
            room -= count;
            for _ in 0..count {
                self.hand.push(Some(*fault));
            }
        }
        for _ in 0..room {
            self.hand.push(None);
        }
        for last in (1..self.hand.len()).rev() {
            let other = (u64::from(self.rng.next_u32()) * (last as u64 + 1)) >> 32;
            self.hand.swap(last, other as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counts(faults: &Faults, seed: u64, n: usize) -> Vec<(Fault, usize)> {
        let mut schedule = Schedule::new(faults, seed);
        let dealt: Vec<_> = (0..n).map(|_| schedule.next()).collect();
        Fault::ALL
            .into_iter()
            .map(|fault| (fault, dealt.iter().filter(|d| **d == Some(fault)).count()))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    #[test]
    fn every_block_has_its_exact_share() {
        let faults: Faults = "429=0.1, 500=0.05,drop=0.02".parse().unwrap();
        for blocks in 1..4 {
            assert_eq!(
                counts(&faults, 7, blocks * 1000),
                [
                    (Fault::RateLimit, 100 * blocks),
                    (Fault::ServerError, 50 * blocks),
                    (Fault::Drop, 20 * blocks)
                ]
            );
        }
    }

    #[test]
    fn shares_below_a_thousandth_add_up_over_blocks() {
        let faults: Faults = "html=0.0001,cut=0.4999".parse().unwrap();
        assert_eq!(
            counts(&faults, 1, 10_000),
            [(Fault::Cut, 4_999), (Fault::Html, 1)]
        );
    }

    #[test]
    fn order_follows_from_the_seed() {
        let faults: Faults = "500=0.5".parse().unwrap();
        let deal = |seed| {
            let mut schedule = Schedule::new(&faults, seed);
            (0..200).map(|_| schedule.next()).collect::<Vec<_>>()
        };
        assert_eq!(deal(3), deal(3));
        assert_ne!(deal(3), deal(4));
    }

    #[test]
    fn bad_tables_are_refused() {
        let parse = |text: &str| text.parse::<Faults>().unwrap_err();
        assert_eq!(parse("500"), FaultsError::NoRate("500".to_owned()));
        assert_eq!(parse("500=x"), FaultsError::BadRate("x".to_owned()));
        assert_eq!(parse("500=NaN"), FaultsError::BadRate("NaN".to_owned()));
        assert_eq!(parse("500=0.6,502=0.5"), FaultsError::TooMuch);
        assert!(parse("teapot=0.1").to_string().contains("429-seconds"));
        assert!("".parse::<Faults>().unwrap().is_none());
    }

    proptest! {
        #[test]
        fn names_are_read_back(index in 0..Fault::ALL.len()) {
            let fault = Fault::ALL[index];
            prop_assert_eq!(fault.name().parse::<Fault>().unwrap(), fault);
        }

        #[test]
        fn long_counts_follow_the_rate(parts in 0u64..=MILLION, seed: u64) {
            let rate = parts as f64 / MILLION as f64;
            let faults = Faults::none().with(Fault::Empty, rate).unwrap();
            let seen = counts(&faults, seed, 5_000).first().map_or(0, |c| c.1) as f64;
            prop_assert!((seen - rate * 5_000.0).abs() <= 1.0);
        }
    }
}
