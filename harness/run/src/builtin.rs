//! Players that need no network.
//!
//! They test the harness itself: the oracle must score 100 %, the wrong player 0 %, and the noisy
//! player is a model of known strength for rehearsing comparisons and gates.

use std::fmt;

use thiserror::Error;
use tribunal_generators::Item;
use tribunal_generators::sample::Stream;
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{RouteAsk, RouteCheck};

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
        Check::Root(_) => format!("{}.{:02}", dice.range(0, 100), dice.below(100)),
        Check::Rationals(check) => {
            let one = |_: &_| format!("{}.{:02}", dice.range(-100, 100), dice.below(100));
            let all: Vec<String> = check.expected.iter().map(one).collect();
            format!("[{}]", all.join(", "))
        }
        Check::List(check) => {
            let mut values = check.expected.clone();
            dice.shuffle(&mut values);
            format!("{values:?}")
        }
        Check::Tally(check) => {
            let one = |(value, _): &(i64, u32)| format!("[{value}, {}]", dice.range(1, 3));
            let all: Vec<String> = check.expected().iter().map(one).collect();
            format!("[{}]", all.join(", "))
        }
        Check::Digits(check) => {
            let base = check.base();
            let digits = check.digits().chars();
            let one = |_| char::from_digit(dice.below(u64::from(base)) as u32, base);
            digits.filter_map(one).collect()
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
        Check::Precedence(check) => {
            let mut order = check.names().to_vec();
            dice.shuffle(&mut order);
            row(order, ", ")
        }
        Check::Route(check) => route(check, dice),
        Check::Selection(check) => {
            let names = check.names().iter().copied();
            let mut some: Vec<char> = names.filter(|_| dice.chance(1, 2)).collect();
            if some.is_empty() {
                some.push(*dice.choose(check.names()));
            }
            row(some, ", ")
        }
        Check::Change(check) => {
            let paid: Vec<u32> = (0..1 + dice.below(8))
                .map(|_| *dice.choose(check.coins()))
                .collect();
            format!("{paid:?}")
        }
        Check::Portfolio(check) => {
            let mut names = check.names().to_vec();
            names.retain(|_| dice.chance(1, 2));
            format!("{names:?}")
        }
        Check::Logic(check) => {
            let mut columns: Vec<Vec<&str>> = Vec::new();
            for category in check.categories() {
                let mut values: Vec<&str> = category.values.iter().map(String::as_str).collect();
                dice.shuffle(&mut values);
                columns.push(values);
            }
            let row = |(place, name): (usize, &String)| {
                let values: Vec<&str> = columns.iter().map(|column| column[place]).collect();
                format!("{name}: {}", values.join(", "))
            };
            let rows: Vec<String> = check.people().iter().enumerate().map(row).collect();
            rows.join("; ")
        }
        Check::Sudoku(check) => {
            let side = check.board().side();
            let cells = check.given().iter().map(|&given| match given {
                0 => 1 + dice.below(side as u64),
                given => u64::from(given),
            });
            let cells: Vec<String> = cells.map(|digit| digit.to_string()).collect();
            let rows: Vec<String> = cells.chunks(side).map(<[String]>::concat).collect();
            rows.join(", ")
        }
        Check::Cryptarithm(check) => {
            let mut digits: Vec<u8> = (0..10).collect();
            dice.shuffle(&mut digits);
            let pairs = check.key().zip(digits);
            let pairs = pairs.map(|((letter, _), digit)| format!("{letter} = {digit}"));
            pairs.collect::<Vec<_>>().join(", ")
        }
        Check::Word(check) => (dice.bits() >> (64 - check.width())).to_string(),
        Check::Equivalence(check) if dice.chance(1, 2) => {
            let word = |name: &String| {
                let word = dice.bits() >> (64 - check.width());
                format!("{name} = {word}")
            };
            let words: Vec<String> = check.variables().names().iter().map(word).collect();
            words.join(", ")
        }
        Check::Equivalence(_) => "equivalent".to_owned(),
        Check::Filling(check) if check.wants_constant() => dice.range(-9, 9).to_string(),
        Check::Filling(check) => dice.choose(check.variables().names()).clone(),
        // As hopeless as guessing a trace.
        Check::Hanoi(check) => return check.counterfeit(),
        // A guessed trace of thirty states would be right about once in the age of the universe.
        Check::TagTrace(_) => return check.counterfeit(),
    };
    format!("I guess \\boxed{{{answer}}}.")
}

/// A tour in any order, or a path from its first vertex over some others to its last.
fn route(check: &RouteCheck, dice: &mut Stream) -> String {
    let mut route = check.names().to_vec();
    dice.shuffle(&mut route);
    match check.ask() {
        RouteAsk::Tour => route.extend(route.first().copied()),
        RouteAsk::Path => {
            let (first, last) = check.ends();
            route.retain(|name| ![first, last].contains(name));
            route.truncate(dice.below(route.len() as u64 + 1) as usize);
            route.insert(0, first);
            route.push(last);
        }
    }
    row(route, " -> ")
}

/// Names joined by `mark`.
fn row(names: Vec<char>, mark: &str) -> String {
    let names: Vec<String> = names.into_iter().map(String::from).collect();
    names.join(mark)
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
