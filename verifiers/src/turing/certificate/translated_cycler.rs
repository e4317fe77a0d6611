//! Translated cyclers: the same steps repeat, each time shifted along the tape.
//!
//! Say that the head is `d` > 0 cells further to the right after the period, in the same state, and
//! that between it was never to the left of place `m`. If the whole tape from `m` on before the
//! period looks like the whole tape from `m + d` on after it, the machine can't tell the two apart
//! as long as it stays right of `m` and `m + d`: it takes the same steps again, ends another `d`
//! cells further, and never looks back. By induction it does so for ever. `d` < 0 is the mirror
//! image.

use super::cycler::{advance, begin};
use super::{Refusal, stopped};
use crate::turing::machine::Machine;

/// Runs through the period once and compares the tapes on the side where the head goes.
pub(super) fn verify(machine: &Machine, start: u64, period: u64) -> Result<(), Refusal> {
    let mut run = begin(machine, start, period)?;
    let before = run.clone();
    let (mut low, mut high) = (run.place(), run.place());
    for _ in 0..period {
        if !run.step() {
            return Err(stopped(run.steps()));
        }
        low = low.min(run.place());
        high = high.max(run.place());
    }
    // The stop after the last step, if it is one.
    advance(&mut run, 0)?;
    if run.ended().is_some() {
        return Err(stopped(run.steps()));
    }
    let end = start + period;
    if before.state() != run.state() {
        return Err(Refusal::wrong(format!(
            "the states after {start} and {end} steps differ"
        )));
    }
    let shift = run.place() - before.place();
    let (first, last) = match (before.extent(), run.extent()) {
        (None, None) => (0, 0),
        (Some((low, high)), None) => (low, high),
        (None, Some((low, high))) => (low - shift, high - shift),
        (Some(one), Some(other)) => (one.0.min(other.0 - shift), one.1.max(other.1 - shift)),
    };
    let (from, to) = match shift {
        0 => {
            return Err(Refusal::wrong(format!(
                "the head is on the same cell after {start} and {end} steps"
            )));
        }
        1.. => (low, last.max(low)),
        _ => (first.min(high), high),
    };
    match (from..=to).find(|&place| before.cell(place) != run.cell(place + shift)) {
        None => Ok(()),
        Some(place) => {
            let away = place - before.place();
            Err(Refusal::wrong(format!(
                "after {start} and {end} steps the cells {away} to the right of the head differ, \
                 and they matter"
            )))
        }
    }
}
