//! Players that need no network.
//!
//! They test the harness itself: the oracle must score 100 %, the wrong player 0 %, and the noisy
//! player is a model of known strength for rehearsing comparisons and gates.

use std::fmt;

use thiserror::Error;
use tribunal_generators::Item;
use tribunal_generators::sample::Stream;
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::RunAsk;
use tribunal_verifiers::turing::{Action, Machine, Side};

/// A player that answers from the item's own check.
#[derive(Clone, Debug, PartialEq)]
pub enum Builtin {
    /// Always right.
    Oracle,
    /// Always well-formed and wrong.
    Wrong,
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
     builtin:random?seed=S and builtin:noisy?p=0.7&seed=S"
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

fn guess(check: &Check, dice: &mut Stream) -> String {
    let answer = match check {
        Check::Integer(_) => dice.range(-100, 100).to_string(),
        Check::Rational(_) => {
            format!("{}.{:02}", dice.range(-100, 100), dice.below(100))
        }
        Check::List(check) => {
            let mut values = check.expected.clone();
            dice.shuffle(&mut values);
            format!("{values:?}")
        }
        Check::Choice(check) => dice.choose(&check.options).name.clone(),
        Check::Queens(check) => {
            let mut columns: Vec<usize> = (0..check.side()).collect();
            dice.shuffle(&mut columns);
            format!("{columns:?}")
        }
        Check::Formula(check) => {
            let values: Vec<&str> = (0..check.variables())
                .map(|_| if dice.chance(1, 2) { "T" } else { "F" })
                .collect();
            values.join(", ")
        }
        Check::Colouring(check) => {
            let colours = check.colours() as u64;
            let one = |vertex: &u32| format!("{vertex}: {}", 1 + dice.below(colours));
            let all: Vec<String> = check.vertices().iter().map(one).collect();
            all.join(", ")
        }
        Check::TuringRun(check) => match check.ask() {
            RunAsk::Steps | RunAsk::Score => dice.below(100).to_string(),
            RunAsk::Tape => cells(dice, check.machine().symbols()),
            RunAsk::Configuration => {
                format!("A: [1] {}", cells(dice, check.machine().symbols()))
            }
        },
        Check::TuringHalting(_) => (*dice.choose(&["yes", "no"])).to_owned(),
        Check::TuringNonhalting(_) => {
            let (start, period) = (dice.below(60), 1 + dice.below(20));
            let kind = dice.choose(&["cycler", "translated_cycler"]);
            format!("{{\"kind\": \"{kind}\", \"start\": {start}, \"period\": {period}}}")
        }
        Check::TuringConstruct(check) => machine(check.given(), dice),
        // As hopeless as guessing a trace.
        Check::Hanoi(check) => return check.counterfeit(),
        // A guessed trace of thirty states would be right about once in the age of the universe.
        Check::TagTrace(_) | Check::TuringTrace(_) => return check.counterfeit(),
    };
    format!("I guess \\boxed{{{answer}}}.")
}

/// Up to eight cells of a tape.
fn cells(dice: &mut Stream, symbols: usize) -> String {
    let cells: Vec<String> = (0..1 + dice.below(8))
        .map(|_| dice.index(symbols).to_string())
        .collect();
    cells.join(" ")
}

/// The transitions given, and any others, one of which halts perhaps.
fn machine(given: &Machine, dice: &mut Stream) -> String {
    let mut machine = given.clone();
    for (state, symbol, action) in given.transitions() {
        let next = dice.index(given.states() + 1);
        let guess = Action {
            write: dice.index(given.symbols()) as u8,
            side: *dice.choose(&[Side::Left, Side::Right]),
            next: (next < given.states()).then_some(next as u8),
        };
        machine.set(state, symbol, action.or(Some(guess)));
    }
    machine.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for text in [
            "builtin:oracle",
            "builtin:wrong",
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
