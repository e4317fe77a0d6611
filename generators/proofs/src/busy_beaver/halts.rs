//! `busy_beaver.halts`, by running the prompt's table on two stacks; where it never halts, by
//! confirming the key's certificate a second time.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::Fate;

use super::certificate;
use super::table::{Table, halt};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "busy_beaver.halts",
    method: "a run on two stacks, and the certificate by other means",
    confirm,
};

/// Steps that a machine which never halts is run for all the same.
const WATCHED: u64 = 1_000;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let Check::TuringHalting(key) = question.check else {
        return Err(Doubt::new("the key is not about halting"));
    };
    let table = Table::of(question)?;
    let within = match question.variation {
        "within" => Some(u64::try_from(question.int("steps")?).unwrap_or(0)),
        _ => None,
    };
    ensure!(key.within() == within, "the key has another bound");
    let limit = within.unwrap_or(0) + WATCHED;
    match key.fate() {
        Fate::Halts { steps } => {
            let found = halt(&table, limit + steps).map(|(steps, _)| steps);
            ensure!(found == Some(*steps), "it halts with step {found:?}");
            let right = within.is_none_or(|within| *steps <= within);
            ensure!(key.halts() == right, "the key is not {right}");
        }
        Fate::Later { steps } => {
            let bound = within.unwrap_or(u64::MAX);
            ensure!(bound <= *steps, "{steps} steps settle nothing");
            ensure!(halt(&table, bound).is_none(), "it halts in time");
            ensure!(!key.halts(), "the key is yes");
        }
        Fate::Never { certificate } => {
            ensure!(halt(&table, limit).is_none(), "it halts");
            certificate::confirm(&table, certificate)?;
            ensure!(!key.halts(), "the key is yes");
        }
    }
    Ok(())
}
