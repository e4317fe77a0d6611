//! A run split over several processes, each with a store of its own.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// One of several equal shares of a plan.
///
/// The plan's order is cut into rounds of as many items as there are shards, and a round gives
/// each shard one item; which one changes from round to round, so that no shard gets all the
/// items of one task where tasks take turns with the same period. Shares differ by one item at
/// most, depend on nothing but the ordinal, and together are the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

/// Why a shard is not understood.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ShardError {
    /// Not of the form I/N.
    #[error("`{0}` is no shard; write I/N with 1 ≤ I ≤ N, e.g. 3/8, or `auto`")]
    Malformed(String),
    /// `auto`, and no scheduler's variables are set.
    #[error(
        "`auto` finds no shard in the environment: neither SLURM_ARRAY_TASK_ID, \
         JOB_COMPLETION_INDEX with JOB_COMPLETIONS, CI_NODE_INDEX, CIRCLE_NODE_INDEX nor \
         BUILDKITE_PARALLEL_JOB is set; write I/N"
    )]
    NoEnvironment,
    /// A scheduler's variable that makes no sense.
    #[error("{variable} is `{value}`; {wanted}")]
    Environment {
        /// Its name.
        variable: &'static str,
        /// What it holds; empty when it is not set.
        value: String,
        /// What it should hold.
        wanted: &'static str,
    },
}

/// The variables that a scheduler tells a task its place with.
struct Scheduler {
    index: &'static str,
    /// The lowest index: a variable's, or a number.
    first: First,
    count: &'static str,
}

enum First {
    Is(u32),
    Told(&'static str),
}

const SCHEDULERS: [Scheduler; 5] = [
    Scheduler {
        index: "SLURM_ARRAY_TASK_ID",
        first: First::Told("SLURM_ARRAY_TASK_MIN"),
        count: "SLURM_ARRAY_TASK_COUNT",
    },
    // Kubernetes tells a pod its index but not how many there are: the job's file says that.
    Scheduler {
        index: "JOB_COMPLETION_INDEX",
        first: First::Is(0),
        count: "JOB_COMPLETIONS",
    },
    Scheduler {
        index: "CI_NODE_INDEX",
        first: First::Is(1),
        count: "CI_NODE_TOTAL",
    },
    Scheduler {
        index: "CIRCLE_NODE_INDEX",
        first: First::Is(0),
        count: "CIRCLE_NODE_TOTAL",
    },
    Scheduler {
        index: "BUILDKITE_PARALLEL_JOB",
        first: First::Is(0),
        count: "BUILDKITE_PARALLEL_JOB_COUNT",
    },
];

impl Shard {
    /// Shard `number`, from 1, of `of`; `None` unless 1 ≤ `number` ≤ `of`.
    pub fn new(number: u32, of: u32) -> Option<Self> {
        (1..=of).contains(&number).then_some(Self { number, of })
    }

    /// The shard that the scheduler tells through environment variables, which `get` reads:
    /// those of a Slurm array, a Kubernetes indexed Job (with JOB_COMPLETIONS set in its file),
    /// GitLab, CircleCI or Buildkite.
    ///
    /// # Errors
    /// [`ShardError`] when none is set, or one holds no number that fits.
    pub fn from_environment(get: impl Fn(&str) -> Option<String>) -> Result<Self, ShardError> {
        let number = |variable: &'static str| -> Result<u32, ShardError> {
            let value = get(variable).unwrap_or_default();
            value.trim().parse().map_err(|_| ShardError::Environment {
                variable,
                value,
                wanted: "it should hold a whole number",
            })
        };
        let scheduler = SCHEDULERS
            .iter()
            .find(|scheduler| get(scheduler.index).is_some())
            .ok_or(ShardError::NoEnvironment)?;
        let (index, of) = (number(scheduler.index)?, number(scheduler.count)?);
        let first = match scheduler.first {
            First::Is(first) => first,
            First::Told(variable) => number(variable)?,
        };
        index
            .checked_sub(first)
            .and_then(|place| Self::new(place.checked_add(1)?, of))
            .ok_or_else(|| ShardError::Environment {
                variable: scheduler.index,
                value: index.to_string(),
                wanted: "indices must be consecutive, and fewer than the count: an array such as \
                         1-8 without a step",
            })
    }

    /// Whether the item at `ordinal` of the plan is this shard's.
    pub fn takes(self, ordinal: u64) -> bool {
        let of = u64::from(self.of);
        let (round, place) = (ordinal / of, ordinal % of);
        (place + mix(round)) % of == u64::from(self.number - 1)
    }

    /// How many of a plan's first `items` are this shard's.
    pub fn count(self, items: u64) -> u64 {
        let of = u64::from(self.of);
        let whole = items / of;
        let rest = (whole * of..items).any(|ordinal| self.takes(ordinal));
        whole + u64::from(rest)
    }

    /// This shard's share of a limit on the whole run; the shares add up to it.
    pub fn share(self, limit: u64) -> u64 {
        let (number, of) = (u64::from(self.number), u64::from(self.of));
        limit / of + u64::from(number <= limit % of)
    }

    /// How many shards there are.
    pub fn of(self) -> u32 {
        self.of
    }
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let malformed = || ShardError::Malformed(text.to_owned());
        let (number, of) = text.split_once('/').ok_or_else(malformed)?;
        let read = |part: &str| part.trim().parse().map_err(|_| malformed());
        Self::new(read(number)?, read(of)?).ok_or_else(malformed)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// Scatters the rounds: the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
fn mix(round: u64) -> u64 {
    let z = round.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shards(of: u32) -> Vec<Shard> {
        (1..=of)
            .filter_map(|number| Shard::new(number, of))
            .collect()
    }

    #[test]
    fn shares_are_a_partition_and_differ_by_one_at_most() {
        for of in [1, 2, 3, 7, 8, 64] {
            for items in [0, 1, 63, 64, 65, 1000] {
                let all = shards(of);
                for ordinal in 0..items {
                    let takers = all.iter().filter(|shard| shard.takes(ordinal)).count();
                    assert_eq!(takers, 1, "{ordinal} of {items} over {of}");
                }
                let counts: Vec<u64> = all.iter().map(|shard| shard.count(items)).collect();
                for (shard, count) in all.iter().zip(&counts) {
                    let taken = (0..items).filter(|ordinal| shard.takes(*ordinal)).count();
                    assert_eq!(taken as u64, *count, "{shard} of {items}");
                }
                let (low, high) = (counts.iter().min(), counts.iter().max());
                assert!(high.zip(low).is_some_and(|(high, low)| high - low <= 1));
            }
        }
    }

    #[test]
    fn no_shard_keeps_to_one_of_the_tasks_that_take_turns() {
        // 16 tasks take turns over 4 shards: a fixed share of each round would give every shard
        // four tasks of its own.
        for shard in shards(4) {
            let tasks: std::collections::BTreeSet<u64> = (0..1600)
                .filter(|o| shard.takes(*o))
                .map(|o| o % 16)
                .collect();
            assert_eq!(tasks.len(), 16, "{shard}");
        }
    }

    #[test]
    fn limits_are_split_without_loss() {
        for limit in [0, 1, 7, 8, 9, 1_000_003] {
            let shares: u64 = shards(8).iter().map(|shard| shard.share(limit)).sum();
            assert_eq!(shares, limit);
        }
    }

    #[test]
    fn shards_are_read_and_written() {
        assert_eq!(
            "3/8".parse::<Shard>().map(|s| s.to_string()),
            Ok("3/8".to_owned())
        );
        for bad in ["", "3", "0/8", "9/8", "3/0", "a/b", "-1/8", "3/8/1"] {
            assert_eq!(
                bad.parse::<Shard>(),
                Err(ShardError::Malformed(bad.to_owned()))
            );
        }
    }

    #[test]
    fn schedulers_are_understood() {
        let from = |pairs: &[(&str, &str)]| {
            let pairs: Vec<(String, String)> = pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            Shard::from_environment(|wanted| {
                let found = pairs.iter().find(|(name, _)| name == wanted);
                found.map(|(_, value)| value.clone())
            })
            .map(|shard| shard.to_string())
        };
        let slurm = |id, min, count| {
            from(&[
                ("SLURM_ARRAY_TASK_ID", id),
                ("SLURM_ARRAY_TASK_MIN", min),
                ("SLURM_ARRAY_TASK_COUNT", count),
            ])
        };
        assert_eq!(slurm("0", "0", "8"), Ok("1/8".to_owned()));
        assert_eq!(slurm("8", "1", "8"), Ok("8/8".to_owned()));
        // With a step, 1,3,5,7 are four tasks: their indices are no places.
        assert!(slurm("7", "1", "4").is_err());
        let kubernetes = [("JOB_COMPLETION_INDEX", "2"), ("JOB_COMPLETIONS", "5")];
        assert_eq!(from(&kubernetes), Ok("3/5".to_owned()));
        let alone = from(&kubernetes[..1]).expect_err("the count is missing");
        assert!(
            alone.to_string().starts_with("JOB_COMPLETIONS is ``"),
            "{alone}"
        );
        let gitlab = [("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "2")];
        assert_eq!(from(&gitlab), Ok("2/2".to_owned()));
        let buildkite = [
            ("BUILDKITE_PARALLEL_JOB", "0"),
            ("BUILDKITE_PARALLEL_JOB_COUNT", "2"),
        ];
        assert_eq!(from(&buildkite), Ok("1/2".to_owned()));
        assert_eq!(from(&[]), Err(ShardError::NoEnvironment));
    }
}
