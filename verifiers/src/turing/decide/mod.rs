//! Deciders: they look for certificates.
//!
//! A decider may be as clever and as wrong as it likes; what it finds is worth only what its
//! verifier says ([`super::certificate`]). Each looks in another way than its verifier checks, so
//! that the two agreeing means something. Every search is bounded by an [`Effort`].

pub mod backward;
pub mod cycler;
pub mod far;
pub mod halting_segment;
pub mod ngram_cps;
pub mod translated_cycler;

use super::certificate::Certificate;
use super::machine::Machine;

/// How hard the deciders try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Steps that are looked through for cycles.
    pub steps: u64,
    /// Most cells that contexts look at on each side.
    pub gram: u32,
    /// Most contexts.
    pub contexts: usize,
    /// Deepest backward search.
    pub depth: u32,
    /// Widest window.
    pub segment: u32,
    /// Most views of one window, and most steps back of one depth.
    pub nodes: usize,
    /// Most states of an automaton.
    pub dfa: usize,
}

impl Effort {
    /// Tens of microseconds for most machines: what a generator can afford.
    pub const QUICK: Self = Self {
        steps: 300,
        gram: 3,
        contexts: 400,
        depth: 24,
        segment: 4,
        nodes: 300,
        dfa: 0,
    };

    /// Milliseconds: what is left over by [`Effort::QUICK`].
    pub const THOROUGH: Self = Self {
        steps: 4_000,
        gram: 6,
        contexts: 6_000,
        depth: 60,
        segment: 7,
        nodes: 5_000,
        dfa: 4,
    };
}

/// Looks for a proof that `machine` never halts: first for cycles, then with the other deciders,
/// the cheap ones first. The certificate is not verified yet.
pub fn decide(machine: &Machine, effort: Effort) -> Option<Certificate> {
    cycler::find(machine, effort.steps)
        .or_else(|| translated_cycler::find(machine, effort.steps))
        .or_else(|| ngram_cps::find(machine, effort.gram, effort.contexts))
        .or_else(|| backward::find(machine, effort.depth, effort.nodes))
        .or_else(|| halting_segment::find(machine, effort.segment, effort.nodes))
        .or_else(|| far::find(machine, effort.dfa))
}

#[cfg(test)]
mod tests;
