//! Players that need no network.
//!
//! They test the harness itself: the oracle must score 100 %, the wrong player 0 %, and the noisy
//! player is a model of known strength for rehearsing comparisons and gates.

use std::fmt;

use thiserror::Error;
use tribunal_generators::Item;
use tribunal_generators::sample::Stream;
use tribunal_verifiers::Check;

use crate::cheat::cheat;
use crate::guess::guess;

/// A player that answers from the item's own check.
#[derive(Clone, Debug, PartialEq)]
pub enum Builtin {
    /// Always right.
    Oracle,
    /// Always well-formed and wrong.
    Wrong,
    /// Cheats where an answer is a proof, in a way that the item's digest and the repeat decide;
    /// elsewhere as [`Builtin::Wrong`].
    Cheater,
    /// Guesses without reading the numbers: a well-formed answer of the asked kind.
    Random {
        /// Which stream of guesses.
        seed: String,
    },
    /// Right with a fixed probability, decided by the item's digest and the repeat.
    Noisy {
        /// The probability in millionths, so that no rounding enters the draw.
        p_millionths: u32,
        /// Which stream of decisions; another seed makes an independent player.
        seed: String,
    },
}

/// Why a `builtin:` name is not understood.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "no player `builtin:{name}`{detail}; there are builtin:oracle, builtin:wrong, \
     builtin:cheater, builtin:random?seed=S and builtin:noisy?p=0.7&seed=S"
)]
pub struct BuiltinError {
    name: String,
    detail: String,
}

impl Builtin {
    /// Reads what follows `builtin:`, e.g. `noisy?p=0.7&seed=b`.
    ///
    /// # Errors
    /// [`BuiltinError`] for an unknown player or setting.
    pub fn parse(text: &str) -> Result<Self, BuiltinError> {
        let (name, query) = text.split_once('?').unwrap_or((text, ""));
        let fail = |detail: String| BuiltinError {
            name: text.to_owned(),
            detail,
        };
        let (mut p, mut seed) = (None, None);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("p", value)) if name == "noisy" => p = Some(value),
                Some(("seed", value)) if matches!(name, "noisy" | "random") => {
                    seed = Some(value.to_owned());
                }
                _ => return Err(fail(format!(": `{pair}` is no setting of it"))),
            }
        }
        let seed = seed.unwrap_or_else(|| "0".to_owned());
        match name {
            "oracle" => Ok(Self::Oracle),
            "wrong" => Ok(Self::Wrong),
            "cheater" => Ok(Self::Cheater),
            "random" => Ok(Self::Random { seed }),
            "noisy" => {
                let text = p.unwrap_or("0.7");
                let p: f64 = text
                    .parse()
                    .ok()
                    .filter(|p| (0.0..=1.0).contains(p))
                    .ok_or_else(|| fail(format!(": p is `{text}`, not a number from 0 to 1")))?;
                Ok(Self::Noisy {
                    p_millionths: (p * 1e6).round() as u32,
                    seed,
                })
            }
            _ => Err(fail(String::new())),
        }
    }

    /// The answer to `item` on its repeat number `repeat`.
    pub fn answer(&self, item: &Item, repeat: u32) -> String {
        match self {
            Self::Oracle => item.check.reference(),
            Self::Wrong => item.check.counterfeit(),
            Self::Cheater => match &item.check {
                Check::Lean(check) => cheat(check, &mut dice("cheater", item, repeat)),
                other => other.counterfeit(),
            },
            Self::Random { seed } => guess(&item.check, &mut dice(seed, item, repeat)),
            Self::Noisy { p_millionths, seed } => {
                if dice(seed, item, repeat).chance(u64::from(*p_millionths), 1_000_000) {
                    item.check.reference()
                } else {
                    item.check.counterfeit()
                }
            }
        }
    }
}

impl fmt::Display for Builtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Oracle => f.write_str("builtin:oracle"),
            Self::Wrong => f.write_str("builtin:wrong"),
            Self::Cheater => f.write_str("builtin:cheater"),
            Self::Random { seed } => write!(f, "builtin:random?seed={seed}"),
            Self::Noisy { p_millionths, seed } => {
                write!(
                    f,
                    "builtin:noisy?p={}&seed={seed}",
                    f64::from(*p_millionths) / 1e6
                )
            }
        }
    }
}

/// A stream that only (player seed, item content, repeat) decides.
fn dice(seed: &str, item: &Item, repeat: u32) -> Stream {
    let mut hasher = blake3::Hasher::new_derive_key("tribunal 2026-11 built-in player");
    hasher.update(&(seed.len() as u64).to_le_bytes());
    hasher.update(seed.as_bytes());
    hasher.update(&item.digest.0);
    hasher.update(&repeat.to_le_bytes());
    Stream::from_key(*hasher.finalize().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for text in [
            "builtin:oracle",
            "builtin:wrong",
            "builtin:cheater",
            "builtin:random?seed=x",
            "builtin:noisy?p=0.75&seed=a",
        ] {
            let name = text.strip_prefix("builtin:").unwrap_or_default();
            assert_eq!(
                Builtin::parse(name).map(|p| p.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (text, part) in [
            ("noisy?p=1.5", "p is `1.5`"),
            ("noisy?q=1", "`q=1` is no setting"),
            ("oracle?p=1", "`p=1` is no setting"),
            ("gpt", "no player `builtin:gpt`"),
        ] {
            let message = Builtin::parse(text).expect_err(text).to_string();
            assert!(message.contains(part), "{message}");
        }
    }
}
