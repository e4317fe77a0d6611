//! Drawing one instance.

use std::cell::RefCell;

use tribunal_verifiers::mtag::{TagSystem, Trace, Words};

use super::alphabet;
use super::knobs::{Halting, Knobs};
use crate::sample::Stream;
use crate::task::GenerateError;

/// How often an instance is drawn anew before one is built to measure. Of the published
/// distribution nearly every draw fits, and one in nine or so halts.
const TRIES: usize = 256;

thread_local! {
    /// The run of the instance at hand: only looked at here, so one buffer a thread will do.
    static TRACE: RefCell<Trace> = RefCell::default();
}

/// A system and its start queue.
#[derive(Debug)]
pub(super) struct Instance {
    pub(super) system: TagSystem,
    pub(super) start: Vec<u8>,
}

/// Draws an instance: production lengths, start length and symbols uniform, drawn anew until it
/// fits. Knobs that hardly any draw fits give an instance of [`Knobs::shape`] after [`TRIES`]
/// draws, so that no stream fails where another succeeds.
///
/// # Errors
/// [`GenerateError`] when no instance fits the knobs.
pub(super) fn instance(
    knobs: &Knobs,
    variation: &str,
    stream: &mut Stream,
) -> Result<Instance, GenerateError> {
    let shape = knobs.shape()?;
    let symbols = alphabet::symbols(variation, knobs.symbols, stream)?;
    let system = |productions| {
        TagSystem::new(knobs.m as u32, symbols.clone(), productions)
            .map_err(|error| GenerateError::new(error.to_string()))
    };
    for _ in 0..TRIES {
        let mut productions = Words::with_capacity(knobs.symbols, knobs.symbols * knobs.rule.1);
        for _ in 0..knobs.symbols {
            let length = length(knobs.rule, stream);
            productions.push((0..length).map(|_| stream.index(knobs.symbols) as u8));
        }
        let length = length(knobs.start, stream);
        let start: Vec<u8> = (0..length)
            .map(|_| stream.index(knobs.symbols) as u8)
            .collect();
        let instance = Instance {
            system: system(productions)?,
            start,
        };
        if fits(knobs, &instance) {
            return Ok(instance);
        }
    }
    let mut productions = Words::default();
    for symbol in 0..knobs.symbols {
        // Any symbol but its own: see `Knobs::shape`.
        productions.push(
            (0..shape.rule)
                .map(|_| ((symbol + 1 + stream.index(knobs.symbols - 1)) % knobs.symbols) as u8),
        );
    }
    let start = (0..shape.start)
        .map(|_| stream.index(knobs.symbols) as u8)
        .collect();
    Ok(Instance {
        system: system(productions)?,
        start,
    })
}

fn length((min, max): (usize, usize), stream: &mut Stream) -> usize {
    min + stream.index(max - min + 1)
}

/// Whether the instance is one that the knobs ask for.
fn fits(knobs: &Knobs, instance: &Instance) -> bool {
    TRACE.with_borrow_mut(|trace| {
        instance
            .system
            .run(&instance.start, knobs.steps as u32, trace);
        let halting = match knobs.halting {
            Halting::Any => true,
            Halting::None => !trace.halted(),
            Halting::Only => trace.halted(),
        };
        halting
            && trace.first_repeat().is_none()
            && trace.states().all(|state| state.len() <= knobs.max_queue)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tribunal_verifiers::checks::TagAsk;

    use super::*;

    fn knobs() -> impl Strategy<Value = Knobs> {
        (
            (1usize..5, 2usize..6, 0usize..8, 0usize..4),
            (0usize..6, 0usize..6, 1usize..40, 1usize..60),
            prop_oneof![Just(Halting::Any), Just(Halting::None), Just(Halting::Only)],
        )
            .prop_map(
                |((m, symbols, rule, more), (over, wide, steps, max_queue), halting)| Knobs {
                    m,
                    symbols,
                    rule: (rule, rule + more),
                    start: (m + over, m + over + wide),
                    steps,
                    halting,
                    ask: TagAsk::EveryState,
                    max_queue,
                },
            )
    }

    /// Every instance of the knobs' lengths that fits them, by trying all.
    fn count(knobs: &Knobs) -> u64 {
        let words = |(min, max): (usize, usize)| -> Vec<Vec<u8>> {
            (min..=max)
                .flat_map(|length| {
                    (0..knobs.symbols.pow(length as u32)).map(move |code| {
                        let digit = |place| code / knobs.symbols.pow(place) % knobs.symbols;
                        (0..length as u32).map(|place| digit(place) as u8).collect()
                    })
                })
                .collect()
        };
        let (rules, starts) = (words(knobs.rule), words(knobs.start));
        let mut fitting = 0;
        for code in 0..rules.len().pow(knobs.symbols as u32) {
            let mut productions = Words::default();
            for symbol in 0..knobs.symbols as u32 {
                let rule = &rules[code / rules.len().pow(symbol) % rules.len()];
                productions.push(rule.iter().copied());
            }
            let symbols = ["a", "b", "c"][..knobs.symbols].iter();
            let symbols = symbols.map(|symbol| (*symbol).into()).collect();
            let system = TagSystem::new(knobs.m as u32, symbols, productions).expect("valid");
            for start in &starts {
                let instance = Instance {
                    system: system.clone(),
                    start: start.clone(),
                };
                fitting += u64::from(fits(knobs, &instance));
            }
        }
        fitting
    }

    #[test]
    fn there_are_at_least_as_many_as_counted() {
        let mut close = 0;
        for (m, rule, halting, max_queue) in [
            (1, (0, 2), Halting::Any, 1000),
            (1, (1, 3), Halting::None, 1000),
            (1, (2, 3), Halting::Any, 12),
            (2, (0, 2), Halting::Only, 1000),
            (2, (3, 4), Halting::Any, 1000),
            (2, (3, 4), Halting::None, 7),
            (2, (1, 1), Halting::None, 1000),
        ] {
            let knobs = Knobs {
                m,
                symbols: 2,
                rule,
                start: (m, m + 2),
                steps: 4,
                halting,
                ask: TagAsk::EveryState,
                max_queue,
            };
            let (least, all) = (knobs.least(), count(&knobs));
            assert!(least <= all.into(), "{knobs:?}: {least} of {all}");
            close += u32::from(least * 2u32 > all.into());
        }
        assert!(close >= 2, "the bound is worth something");
    }

    proptest! {
        /// An instance of the shape always fits; and where there is none, no draw ever fits.
        #[test]
        fn shape_is_exact(knobs in knobs(), key in any::<[u8; 32]>()) {
            let mut stream = Stream::from_key(key);
            match instance(&knobs, "latin", &mut stream) {
                Ok(found) => {
                    prop_assert!(fits(&knobs, &found), "{found:?}");
                    let shape = knobs.shape().expect("an instance was found");
                    let exact = Knobs {
                        rule: (shape.rule, shape.rule),
                        start: (shape.start, shape.start),
                        ..knobs
                    };
                    for _ in 0..20 {
                        let built = instance(&exact, "latin", &mut stream).expect("fits");
                        prop_assert!(fits(&knobs, &built), "{built:?}");
                    }
                }
                Err(_) => {
                    let anything = Knobs { halting: Halting::Any, max_queue: 1000, ..knobs };
                    for _ in 0..20 {
                        let drawn = instance(&anything, "latin", &mut stream).expect("fits");
                        prop_assert!(!fits(&knobs, &drawn), "{drawn:?}");
                    }
                }
            }
        }
    }
}
