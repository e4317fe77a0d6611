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
