//! The axioms among what a proof rests on.

use std::collections::BTreeSet;

use tribunal_verifiers::lean::LeanPolicy;

use super::compare::same_constants;
use super::reach::Reached;
use crate::readout::constants::{Kind, Readout};

/// The axiom behind `sorry`.
pub const SORRY: &str = "sorryAx";

/// The axioms of Lean's library. The package ships its theorems without proofs, as if they were
/// axioms too, so the true ones have to be known by name.
const LIBRARY: [&str; 12] = [
    "propext",
    "Classical.choice",
    "Quot.sound",
    SORRY,
    "Lean.ofReduceBool",
    "Lean.ofReduceNat",
    "Lean.trustCompiler",
    "lcProof",
    "lcAny",
    "lcUnreachable",
    "lcErased",
    "lcVoid",
];

/// What the kernel computes by itself, by name, whatever its definition says. The library defines
/// it so that both agree; where the library is not imported, a file could define it otherwise.
const COMPUTED: [&str; 22] = [
    "Nat",
    "Nat.add",
    "Nat.sub",
    "Nat.mul",
    "Nat.div",
    "Nat.mod",
    "Nat.pow",
    "Nat.gcd",
    "Nat.log2",
    "Nat.beq",
    "Nat.ble",
    "Nat.land",
    "Nat.lor",
    "Nat.xor",
    "Nat.shiftLeft",
    "Nat.shiftRight",
    "Bool",
    "Char.ofNat",
    "String",
    "String.ofList",
    "Lean.reduceBool",
    "Lean.reduceNat",
];

/// An axiom that a proof may not rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forbidden {
    /// The proof is not finished.
    Sorry,
    /// One of the library's.
    Library(String),
    /// One of the file's own.
    Own(String),
    /// A declaration that is not checked, such as an unsafe one.
    Unsafe(String),
    /// A definition of the file's own of what the kernel computes by itself.
    Computed(String),
}

/// The axioms that are reached, by name.
///
/// # Errors
/// The first [`Forbidden`] one: not listed by `policy`, or listed and of another type than the
/// challenge gives it; or what is as bad.
pub fn audit(
    readout: &Readout,
    reached: &Reached,
    challenge: &Readout,
    policy: &LeanPolicy,
) -> Result<BTreeSet<String>, Forbidden> {
    let mut found = BTreeSet::new();
    let library: BTreeSet<String> = reached
        .library
        .iter()
        .map(|name| readout.terms.show(*name))
        .collect();
    if library.contains(SORRY) && !policy.axioms.iter().any(|name| name == SORRY) {
        return Err(Forbidden::Sorry);
    }
    for name in library {
        if !LIBRARY.contains(&name.as_str()) {
            continue;
        }
        if !policy.axioms.contains(&name) {
            return Err(Forbidden::Library(name));
        }
        found.insert(name);
    }
    let mut own: Vec<_> = reached
        .constants
        .iter()
        .filter_map(|name| readout.get(*name))
        .collect();
    own.sort_by_key(|constant| constant.name);
    for constant in own {
        let name = readout.terms.show(constant.name);
        if constant.is_unsafe() {
            return Err(Forbidden::Unsafe(name));
        }
        // Even a listed name is only what the challenge says that it is.
        let same = || {
            challenge
                .terms
                .find_name(&name)
                .filter(|asked| challenge.get(*asked).is_some())
                .is_some_and(|asked| same_constants(challenge, readout, [asked]).is_ok())
        };
        if !matches!(constant.kind, Kind::Axiom { .. }) {
            if COMPUTED.contains(&name.as_str()) && !same() {
                return Err(Forbidden::Computed(name));
            }
            continue;
        }
        if !same() || !policy.axioms.contains(&name) {
            return Err(Forbidden::Own(name));
        }
        found.insert(name);
    }
    Ok(found)
}
