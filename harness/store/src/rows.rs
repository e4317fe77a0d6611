//! The plain rows that go in: strings, JSON text, bytes and numbers.
//!
//! The store knows no model client, no generator and no check type. JSON is taken as text
//! and given back byte for byte.

use std::sync::Arc;

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

/// A run's number within its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(pub i64);

/// A response's number within its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResponseId(pub i64);

/// Makes an enum whose variants are stored as stable words.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// Every value, in the order declared.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable word it is stored as.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value stored as `word`, if there is one.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::Borrowed(ValueRef::Text(self.as_str().as_bytes())))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Self::from_word(value.as_str()?).ok_or(FromSqlError::InvalidType)
            }
        }
    };
}

words! {
    /// How an answer was judged, one way of reading it.
    Outcome {
        /// Right.
        Correct = "correct",
        /// An answer, and wrong.
        Incorrect = "incorrect",
        /// No answer could be read.
        Unparsable = "unparsable",
        /// The model was cut off before it answered.
        Truncated = "truncated",
        /// The model, or its provider, declined.
        Refused = "refused",
        /// The infrastructure failed: nothing is known about the model.
        Error = "error",
    }
}

words! {
    /// Where a run stands.
    RunState {
        /// Begun; carried out now, or its process died.
        Running = "running",
        /// Ended early, to be continued.
        Interrupted = "interrupted",
        /// Every item is settled.
        Complete = "complete",
        /// Stopped at its budget, to be continued.
        Budget = "budget",
    }
}

words! {
    /// Where a response came from.
    Source {
        /// Asked of the model in this run.
        Live = "live",
        /// Taken from an earlier response to the same question.
        Cache = "cache",
        /// Produced elsewhere and imported.
        Import = "import",
        /// Made by a built-in player.
        Builtin = "builtin",
        /// Played back from a file.
        Replay = "replay",
    }
}

words! {
    /// Which reading of the answers makes the headline score.
    Headline {
        /// The requested form alone.
        Strict = "strict",
        /// Any clearly stated final answer.
        Lenient = "lenient",
    }
}

/// What is fixed about a run before its first request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunSpec {
    /// Identity across files, chosen by the caller: shards of one run share it, and
    /// beginning a run again under the same one continues it.
    pub uid: String,
    /// Suite name.
    pub suite: String,
    /// Suite version.
    pub suite_version: String,
    /// Hex digest of the suite.
    pub suite_digest: String,
    /// Hex digest of the whole plan, the same for each of its shards.
    pub plan_digest: String,
    /// Everything needed to expand the plan again, as JSON.
    pub plan_json: String,
    /// Suite seed as typed.
    pub seed: String,
    /// Hash of the seed, when it was published before the run.
    pub seed_commitment: Option<String>,
    /// How the model is asked.
    pub mode: String,
    /// The model's label.
    pub model: String,
    /// The client that speaks to it.
    pub provider: String,
    /// What is known of the model's identity, as JSON.
    pub model_identity: String,
    /// Sampling as the user asked for it, as JSON.
    pub sampling_asked: String,
    /// Sampling as really sent, as JSON, as far as known; see [`RunUpdate`].
    pub sampling_sent: String,
    /// Times each item is asked, at least 1.
    pub repeats: u32,
    /// Version of the answer extraction.
    pub extraction: String,
    /// Which reading makes the headline score.
    pub headline: Headline,
    /// Version of the program.
    pub harness_version: String,
    /// Version of the client.
    pub adapter_version: String,
    /// Hex digest of the prompt set.
    pub prompt_set_digest: String,
    /// Items in the whole plan, before repeats.
    pub planned_items: u64,
    /// Words of the user's.
    pub note: Option<String>,
}

/// What changes about a run while it goes on; `None` leaves a column as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunUpdate {
    /// When this is so, Unix milliseconds.
    pub at_ms: i64,
    /// Where the run stands now. `Complete` also sets its end.
    pub state: Option<RunState>,
    /// Sampling as really sent, as JSON.
    pub sampling_sent: Option<String>,
    /// What is now known of the model's identity, as JSON.
    pub model_identity: Option<String>,
    /// Words of the user's.
    pub note: Option<String>,
}

/// One concrete problem, as worded for the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// Content digest of the problem.
    pub digest: [u8; 32],
    /// Task name.
    pub task: String,
    /// Variation within the task.
    pub variation: String,
    /// Parameters, as JSON.
    pub params: String,
    /// Suite seed.
    pub seed: String,
    /// Index within (task, variation, params, seed).
    pub index: u64,
    /// Version of the generator.
    pub generator_version: String,
    /// Items that stand or fall together share this.
    pub cluster: String,
    /// The prompt's variables, as JSON.
    pub vars: String,
    /// How an answer is judged, as JSON.
    pub check: String,
    /// The system prompt, if any.
    pub system: Option<String>,
    /// The rendered prompt.
    pub prompt: String,
}

/// One question of a run: an item and which of its repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot {
    /// The run.
    pub run: RunId,
    /// The item's place in the plan, from 0.
    pub ordinal: u32,
    /// The repeat, from 0.
    pub repeat: u32,
}

/// A question with what it asks. Given with every message about the slot, so that no
/// order among repeats and retries is needed; stored once.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Which question.
    pub slot: Slot,
    /// The problem.
    pub item: Arc<ItemRow>,
    /// The group the suite puts it in.
    pub stratum: String,
    /// Its weight in the headline.
    pub weight: f64,
}

/// One exchange with the model, as it was. Ordered by when it was begun, then by content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AttemptRow {
    /// When it was begun, Unix milliseconds.
    pub started_ms: i64,
    /// Where it was sent.
    pub url: String,
    /// HTTP status, if one came.
    pub status: Option<u16>,
    /// `ok`, or the class of the failure.
    pub class: String,
    /// What went wrong, in words.
    pub message: Option<String>,
    /// Microseconds from sending to the first byte of the body.
    pub first_byte_us: Option<u64>,
    /// Microseconds from sending to the end.
    pub total_us: u64,
    /// Whether the reply was longer than what is kept of it.
    pub capped: bool,
    /// Request ids and rate-limit headers, as JSON.
    pub headers: Option<String>,
    /// The exact bytes sent, secrets masked. Kept once while they stay the same.
    pub request: Vec<u8>,
    /// The exact bytes received.
    pub reply: Vec<u8>,
}

/// Tokens as the provider counted them; `None` is unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Usage {
    /// Tokens of the prompt.
    pub input: Option<u64>,
    /// Tokens of the answer, with reasoning.
    pub output: Option<u64>,
    /// Those of the output that were reasoning.
    pub reasoning: Option<u64>,
    /// Those of the input that were read from the provider's cache.
    pub cached: Option<u64>,
}

/// What the model answered. Ordered by when, then by content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResponseRow {
    /// When the answer was whole, Unix milliseconds.
    pub answered_ms: i64,
    /// Where it came from.
    pub source: Source,
    /// Mapped finish reason.
    pub finish: String,
    /// The model's name as the server reported it.
    pub model: Option<String>,
    /// The server's fingerprint of what answered.
    pub fingerprint: Option<String>,
    /// Tokens.
    pub usage: Usage,
    /// Millionths of a US dollar; `None` is unknown.
    pub cost_micros: Option<u64>,
    /// The answer.
    pub text: String,
    /// The reasoning, when the model showed any.
    pub reasoning: Option<String>,
}

/// One reading of an answer, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The outcome.
    pub outcome: Outcome,
    /// The score in \[0, 1\].
    pub score: f64,
    /// The answer as extracted, in its canonical form: what majority votes compare.
    pub answer: Option<String>,
    /// Why, as JSON.
    pub evidence: Option<String>,
}

/// How a response was judged. No clock: the same judge gives equal bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct VerdictRow {
    /// Versions of extraction and verifier.
    pub judge_version: String,
    /// By the requested form alone.
    pub strict: Judgement,
    /// By any clearly stated final answer.
    pub lenient: Judgement,
}

/// Why a question was given up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FailureRow {
    /// When, Unix milliseconds.
    pub failed_ms: i64,
    /// The class of the last failure.
    pub class: String,
    /// What went wrong, in words.
    pub message: String,
}

/// Whether a stored response or failure still stands for its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// It counts.
    Stands,
    /// It was outrun: an earlier answer, or any answer to a failure, was found by a merge
    /// or came after all.
    Outrun,
    /// Its question was asked again on demand.
    Reopened,
}

impl ToSql for Standing {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(match self {
            Self::Stands => 0_i64,
            Self::Outrun => 1,
            Self::Reopened => 2,
        }))
    }
}

impl FromSql for Standing {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_i64()? {
            0 => Ok(Self::Stands),
            1 => Ok(Self::Outrun),
            2 => Ok(Self::Reopened),
            other => Err(FromSqlError::OutOfRange(other)),
        }
    }
}

/// A number for a column, all of whose values fit far below 2⁶³.
pub(crate) fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A count out of a column; what is negative is damage, and reads as none.
pub(crate) fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}
