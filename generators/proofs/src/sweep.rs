//! Many items of a variation, each put to every test that holds for all of them.
//!
//! Of each item: it can be made and its prompt written; the second proof confirms its key; the
//! check's reference answer is right and its counterfeit wrong, under both readings; the check is
//! the same after it went through its JSON. Of all together: there are no more different ones than
//! the task's [space](Generator::space) counts. Nothing found depends on the number of threads.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::Serialize;
use tribunal_generators::{Generator, Item};
use tribunal_verifiers::{Answer, Check, Finish, Outcome};

use crate::{Proof, Question};

/// Items that one thread takes at a time.
const CHUNK: u64 = 64;
/// Faults of a variation that are told one by one; the others are counted.
const TOLD: usize = 10;

/// Writes an item's prompt, or says why it can't.
pub type Render<'a> = dyn Fn(&Generator, &Arc<Item>) -> Result<String, String> + Sync + 'a;

/// Which test an item, or a variation, doesn't pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// No second proof of the task's keys has been written.
    NoProof,
    /// The second proof doubts the key.
    WrongKey,
    /// The reference answer isn't judged right.
    RejectedOracle,
    /// The counterfeit isn't judged wrong.
    AcceptedAntiOracle,
    /// The item can't be made.
    NotMade,
    /// The prompt can't be written, or says nothing.
    NoPrompt,
    /// The check is not the same after it went through its JSON.
    ChangedCheck,
    /// There are more different items than the space counts.
    Miscounted,
    /// Something panicked.
    Panic,
}

impl Flaw {
    /// In words, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoProof => "no proof",
            Self::WrongKey => "wrong key",
            Self::RejectedOracle => "rejected oracle",
            Self::AcceptedAntiOracle => "accepted anti-oracle",
            Self::NotMade => "not made",
            Self::NoPrompt => "no prompt",
            Self::ChangedCheck => "changed check",
            Self::Miscounted => "miscounted space",
            Self::Panic => "panic",
        }
    }
}

/// One test not passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Which.
    pub flaw: Flaw,
    /// Of which item; `None` when it is the variation's.
    pub index: Option<u64>,
    /// Why.
    pub reason: String,
}

/// What a sweep over one variation found.
#[derive(Clone, Debug)]
pub struct Swept {
    /// How the keys were confirmed; `None` without a proof.
    pub method: Option<&'static str>,
    /// Items looked at.
    pub items: u64,
    /// Items that had come before.
    pub repeats: u64,
    /// Faults found, by test.
    pub counts: Vec<(Flaw, u64)>,
    /// The first of them, by index.
    pub told: Vec<Fault>,
    /// Time taken, added up over the threads.
    pub busy: Duration,
}

impl Swept {
    /// How many faults of this kind there are.
    pub fn count(&self, flaw: Flaw) -> u64 {
        self.counts
            .iter()
            .find(|(known, _)| *known == flaw)
            .map_or(0, |(_, count)| *count)
    }

    /// How many faults there are.
    pub fn faults(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// Items a second on one core, every test included.
    pub fn items_per_second(&self) -> f64 {
        self.items as f64 / self.busy.as_secs_f64().max(1e-9)
    }

    fn add(&mut self, fault: Fault) {
        match self
            .counts
            .iter_mut()
            .find(|(known, _)| *known == fault.flaw)
        {
            Some((_, count)) => *count += 1,
            None => self.counts.push((fault.flaw, 1)),
        }
        if self.told.len() < TOLD {
            self.told.push(fault);
        }
    }
}

/// Looks at the first `items` items of `generator`, on every thread of the current pool, with
/// `proof` as the second proof of its keys. `tick` is told how many more are done, from any thread.
pub fn sweep(
    generator: &Generator,
    proof: Option<&Proof>,
    items: u64,
    render: &Render<'_>,
    tick: &(dyn Fn(u64) + Sync),
) -> Swept {
    let chunks: Vec<Chunk> = (0..items.div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            let (start, begun) = (chunk * CHUNK, Instant::now());
            let end = items.min(start + CHUNK);
            let mut found = Chunk::default();
            for index in start..end {
                found.look(generator, proof, index, render);
            }
            found.busy = begun.elapsed();
            tick(end - start);
            found
        })
        .collect();
    let mut swept = Swept {
        method: proof.map(|proof| proof.method),
        items,
        repeats: 0,
        counts: Vec::new(),
        told: Vec::new(),
        busy: Duration::ZERO,
    };
    if proof.is_none() {
        swept.add(Fault {
            flaw: Flaw::NoProof,
            index: None,
            reason: "nothing confirms this task's keys; write a second proof".to_owned(),
        });
    }
    let (mut seen, mut made) = (HashSet::new(), 0u64);
    for chunk in chunks {
        swept.busy += chunk.busy;
        made += chunk.digests.len() as u64;
        seen.extend(chunk.digests);
        for fault in chunk.faults {
            swept.add(fault);
        }
    }
    let different = seen.len() as u64;
    swept.repeats = made - different;
    let space = generator.space();
    if space.is_exact() && space.least() < &different.into() {
        swept.add(Fault {
            flaw: Flaw::Miscounted,
            index: None,
            reason: format!("the space is said to hold {space} items, but {different} were found"),
        });
    }
    swept.counts.sort_unstable();
    swept
}

/// What is found among neighbouring items.
#[derive(Default)]
struct Chunk {
    digests: Vec<[u8; 16]>,
    faults: Vec<Fault>,
    busy: Duration,
}

impl Chunk {
    fn look(
        &mut self,
        generator: &Generator,
        proof: Option<&Proof>,
        index: u64,
        render: &Render<'_>,
    ) {
        let examined = catch_unwind(AssertUnwindSafe(|| {
            let item = match generator.item(index) {
                Ok(item) => Arc::new(item),
                Err(error) => return (None, vec![(Flaw::NotMade, error.to_string())]),
            };
            let faults = examine(generator, proof, &item, render);
            (Some(item.digest), faults)
        }));
        let (digest, faults) = examined.unwrap_or_else(|panic| {
            let words = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied());
            let words = words.unwrap_or("without a word").to_owned();
            (None, vec![(Flaw::Panic, words)])
        });
        if let Some(digest) = digest {
            let mut half = [0; 16];
            half.copy_from_slice(&digest.0[..16]);
            self.digests.push(half);
        }
        self.faults
            .extend(faults.into_iter().map(|(flaw, reason)| Fault {
                flaw,
                index: Some(index),
                reason,
            }));
    }
}

/// Every test of one item that it doesn't pass.
fn examine(
    generator: &Generator,
    proof: Option<&Proof>,
    item: &Arc<Item>,
    render: &Render<'_>,
) -> Vec<(Flaw, String)> {
    let mut faults = Vec::new();
    if let Some(proof) = proof {
        let question = Question {
            variation: generator.variation().name,
            vars: &item.vars,
            check: &item.check,
        };
        if let Err(doubt) = (proof.confirm)(&question) {
            faults.push((Flaw::WrongKey, doubt.to_string()));
        }
    }
    for (flaw, answer, wanted) in [
        (
            Flaw::RejectedOracle,
            item.check.reference(),
            Outcome::Correct,
        ),
        (
            Flaw::AcceptedAntiOracle,
            item.check.counterfeit(),
            Outcome::Incorrect,
        ),
    ] {
        if let Some(reason) = judged_otherwise(&item.check, &answer, wanted) {
            faults.push((flaw, reason));
        }
    }
    match render(generator, item) {
        Ok(prompt) if prompt.trim().is_empty() => {
            faults.push((Flaw::NoPrompt, "the prompt is empty".to_owned()));
        }
        Ok(_) => {}
        Err(reason) => faults.push((Flaw::NoPrompt, reason)),
    }
    let read = serde_json::to_string(&item.check).and_then(|json| serde_json::from_str(&json));
    match read {
        Ok(check) if item.check == check => {}
        Ok(_) => faults.push((Flaw::ChangedCheck, "it is read as another one".to_owned())),
        Err(error) => faults.push((Flaw::ChangedCheck, error.to_string())),
    }
    faults
}

/// How `answer` is judged by the readings that don't judge it as `wanted`. What has to be run is not
/// run here: courts have tests of their own, as have the answers that they are given.
fn judged_otherwise(check: &Check, answer: &str, wanted: Outcome) -> Option<String> {
    if check.needs_court() {
        return None;
    }
    let judgement = check.judge(Answer {
        text: answer,
        finish: Finish::Stop,
    });
    let readings = [("strict", judgement.strict), ("lenient", judgement.lenient)];
    let otherwise: Vec<String> = readings
        .into_iter()
        .filter(|(_, verdict)| verdict.outcome != wanted)
        .map(|(reading, verdict)| {
            let why = verdict.evidence.reason.map(|reason| format!(" ({reason})"));
            format!("{reading}: {}{}", verdict.outcome, why.unwrap_or_default())
        })
        .collect();
    (!otherwise.is_empty()).then(|| format!("{answer:.200?} is judged {}", otherwise.join(", ")))
}

#[cfg(test)]
mod tests {
    use tribunal_verifiers::checks::IntegerCheck;

    use super::*;

    #[test]
    fn each_reading_that_judges_otherwise_is_named() {
        let check = Check::Integer(IntegerCheck { expected: 7.into() });
        for (answer, wanted, named) in [
            ("\\boxed{7}", Outcome::Correct, None),
            ("\\boxed{8}", Outcome::Incorrect, None),
            (
                "The answer is 7.",
                Outcome::Correct,
                Some("strict: unparsable"),
            ),
            (
                "\\boxed{8}",
                Outcome::Correct,
                Some("strict: incorrect (8 is not 7), lenient: incorrect (8 is not 7)"),
            ),
            (
                "\\boxed{7}",
                Outcome::Incorrect,
                Some("strict: correct, lenient: correct"),
            ),
            ("no idea", Outcome::Incorrect, Some("lenient: unparsable")),
        ] {
            let found = judged_otherwise(&check, answer, wanted);
            match named {
                None => assert_eq!(found, None, "{answer}"),
                Some(part) => assert!(
                    found.as_ref().is_some_and(|text| text.contains(part)),
                    "{found:?}"
                ),
            }
        }
    }
}
