//! Where judgements are made: what the steps need, and the challenges that were seen lately.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tribunal_verifiers::lean::LeanPolicy;

use crate::guest::machine::{Allowance, Ending};
use crate::judgement::axioms::{Forbidden, SORRY, audit};
use crate::judgement::compare::{same_constants, same_statement};
use crate::judgement::reach::{Reached, Unit, named, reach};
use crate::judgement::replay::Replayed;
use crate::judgement::text::admit;
use crate::readout::WalkError;
use crate::readout::constants::{Constant, Kind, Readout};
use crate::readout::terms::NameId;
use crate::ruling::{Case, Doubt, Limits, Outcome, Ruling, Timings};

/// Raised whenever a judgement can come out otherwise than before.
pub(crate) const VERSION: u32 = 2;

/// The most challenges that are remembered.
const MOST_CHALLENGES: usize = 8;

/// What ends a judgement early.
pub(crate) enum Stop {
    /// Nothing is proved, and why.
    Incorrect(String),
    /// It can't be found out.
    Undecided(Doubt, String),
}

/// The steps of a judgement that need a Lean: each is made in one of its own.
pub(crate) trait Steps {
    /// What decides a judgement besides the case: this judge and its Lean.
    fn version(&self) -> String;

    /// The time by which deadlines are counted, from any beginning.
    fn now(&self) -> Duration;

    /// Whether nothing is left over from earlier steps, after some patience.
    fn is_clean(&mut self) -> bool;

    /// Elaborates a file, and reads out what it declares; gives the errors that Lean told, too.
    fn read(
        &mut self,
        text: &str,
        policy: &LeanPolicy,
        allowance: Allowance,
        timings: &mut Timings,
    ) -> Result<(Readout, Vec<String>), Stop>;

    /// The axioms that the library's constants among what was reached rest on, where the library
    /// tells: the guest's comes without proofs.
    fn library_axioms(
        &mut self,
        _submission: &Readout,
        _reached: &Reached,
        _policy: &LeanPolicy,
    ) -> Result<BTreeSet<String>, Stop> {
        Ok(BTreeSet::new())
    }

    /// Puts what was reached through a kernel that never saw the file. If asked to `derive`,
    /// reads out what that kernel's environment holds afterwards.
    fn replay(
        &mut self,
        submission: &Readout,
        reached: &Reached,
        policy: &LeanPolicy,
        allowance: Allowance,
        derive: bool,
    ) -> Result<Option<Readout>, Stop>;
}

impl From<WalkError> for Stop {
    fn from(error: WalkError) -> Self {
        match error {
            WalkError::Open(_) | WalkError::Twice(_) => {
                Self::Incorrect(format!("what the file declares holds {error}"))
            }
            WalkError::TooMuch(_) => Self::Undecided(
                Doubt::Resources,
                format!("what the file declares can't be read: {error}"),
            ),
            _ => Self::Undecided(
                Doubt::Unsupported,
                format!("what the file declares can't be read: {error}"),
            ),
        }
    }
}

/// How a step that broke off is judged.
pub(crate) fn broke_off(step: &str, ending: &Ending) -> Stop {
    let doubt = match ending {
        Ending::Time => Doubt::Time,
        Ending::Memory | Ending::Stack => Doubt::Resources,
        _ => Doubt::Crash,
    };
    Stop::Undecided(doubt, format!("Lean broke off while {step}: {ending}"))
}

/// A challenge as it was read out.
struct Challenge {
    key: blake3::Hash,
    readout: Arc<Readout>,
}

/// The environment that a kernel made, or what its refusal means.
pub(crate) fn accepted<O>(replayed: Replayed<O>) -> Result<O, Stop> {
    match replayed {
        Replayed::Accepted(environment) => Ok(environment),
        Replayed::Refused { constant, why } => Err(Stop::Incorrect(format!(
            "the kernel refuses `{constant}`: {why}"
        ))),
        Replayed::GaveUp { constant, why } => {
            let reason = format!("the kernel gives up at `{constant}`: {why}");
            Err(Stop::Undecided(Doubt::Resources, reason))
        }
    }
}

/// What makes the steps, and the challenges seen lately.
pub(crate) struct Chamber<S> {
    steps: S,
    challenges: VecDeque<Challenge>,
}

impl<S: Steps> Chamber<S> {
    pub(crate) fn new(steps: S) -> Self {
        Self {
            steps,
            challenges: VecDeque::new(),
        }
    }

    /// Judges a case. Whatever happens within Lean, this returns; the calling thread needs
    /// a guest's stack, if the steps are made in guests.
    pub(crate) fn judge(&mut self, case: &Case<'_>, limits: &Limits) -> Ruling {
        let mut ruling = Ruling {
            outcome: Outcome::Incorrect {
                reason: String::new(),
            },
            axioms: BTreeSet::new(),
            declarations: 0,
            challenge: blake3::hash(case.challenge.as_bytes()).to_hex().to_string(),
            submission: blake3::hash(case.submission.as_bytes())
                .to_hex()
                .to_string(),
            judge: self.steps.version(),
            timings: Timings::default(),
        };
        ruling.outcome = match self.decide(case, limits, &mut ruling) {
            Ok(target) => Outcome::Correct { target },
            Err(Stop::Incorrect(reason)) => Outcome::Incorrect { reason },
            Err(Stop::Undecided(doubt, reason)) => Outcome::Undecided { doubt, reason },
        };
        ruling
    }

    /// What a judgement that begins now may use.
    fn allowance(&self, limits: &Limits) -> Allowance {
        Allowance {
            memory: u64::from(limits.memory_mib) << 20,
            deadline: self.steps.now() + Duration::from_millis(limits.milliseconds),
        }
    }

    /// Whether nothing is left over from earlier steps, after some patience.
    pub(crate) fn is_clean(&mut self) -> bool {
        self.steps.is_clean()
    }

    fn decide(
        &mut self,
        case: &Case<'_>,
        limits: &Limits,
        ruling: &mut Ruling,
    ) -> Result<String, Stop> {
        let text = admit(case.submission, case.policy)
            .map_err(|breach| Stop::Incorrect(breach.to_string()))?;
        let allowance = self.allowance(limits);
        let begin = Instant::now();
        let challenge = self.challenge(case.challenge, case.policy, allowance)?;
        ruling.timings.challenge_us = micros(begin);
        let submission = self.submission(&text, case.policy, allowance, &mut ruling.timings)?;
        let mut first = None;
        for target in case.targets {
            match self.prove(
                target,
                &challenge,
                &submission,
                case.policy,
                allowance,
                ruling,
            ) {
                Ok(()) => return Ok(target.clone()),
                // What is undecided for one target is not decided by another's failure.
                Err(stop @ Stop::Undecided(..)) => return Err(stop),
                Err(stop) => {
                    first.get_or_insert(stop);
                }
            };
        }
        Err(first.unwrap_or_else(|| {
            let reason = "the challenge has no theorem to prove".to_owned();
            Stop::Undecided(Doubt::Judge, reason)
        }))
    }

    /// The theorems of a challenge whose proof is `sorry`, in the order of their names.
    pub(crate) fn targets(
        &mut self,
        challenge: &str,
        policy: &LeanPolicy,
        limits: &Limits,
    ) -> Result<Vec<String>, String> {
        let allowance = self.allowance(limits);
        let readout = match self.challenge(challenge, policy, allowance) {
            Ok(readout) => readout,
            Err(Stop::Incorrect(reason) | Stop::Undecided(_, reason)) => return Err(reason),
        };
        let terms = &readout.terms;
        let Some(sorry) = terms.find_name(SORRY) else {
            return Ok(Vec::new());
        };
        let is_open = |constant: &&Constant| match constant.kind {
            Kind::Theorem { value } => {
                !terms.is_internal(constant.name) && named(terms, &[value]).contains(&sorry)
            }
            _ => false,
        };
        let open = readout.constants().filter(is_open);
        let mut targets: Vec<_> = open.map(|constant| terms.show(constant.name)).collect();
        targets.sort();
        Ok(targets)
    }

    fn challenge(
        &mut self,
        text: &str,
        policy: &LeanPolicy,
        allowance: Allowance,
    ) -> Result<Arc<Readout>, Stop> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(policy.imports.join(" ").as_bytes());
        hasher.update(&[0]);
        let key = hasher.update(text.as_bytes()).finalize();
        if let Some(known) = self
            .challenges
            .iter()
            .find(|challenge| challenge.key == key)
        {
            return Ok(Arc::clone(&known.readout));
        }
        let unusable = |why: &str| {
            Stop::Undecided(Doubt::Judge, format!("the challenge can't be used: {why}"))
        };
        // The challenge is trusted: of the policy only the imports concern it.
        let policy = LeanPolicy {
            forbidden: Vec::new(),
            max_bytes: u32::MAX,
            ..policy.clone()
        };
        let text = admit(text, &policy).map_err(|breach| unusable(&breach.to_string()))?;
        let read = self
            .steps
            .read(&text, &policy, allowance, &mut Timings::default());
        let (readout, errors) = match read {
            Ok(read) => read,
            Err(Stop::Incorrect(why) | Stop::Undecided(_, why)) => return Err(unusable(&why)),
        };
        if let Some(error) = errors.first() {
            return Err(unusable(error));
        }
        let readout = Arc::new(readout);
        if self.challenges.len() == MOST_CHALLENGES {
            self.challenges.pop_front();
        }
        self.challenges.push_back(Challenge {
            key,
            readout: Arc::clone(&readout),
        });
        Ok(readout)
    }

    fn submission(
        &mut self,
        text: &str,
        policy: &LeanPolicy,
        allowance: Allowance,
        timings: &mut Timings,
    ) -> Result<Readout, Stop> {
        let (readout, errors) = self.steps.read(text, policy, allowance, timings)?;
        match errors.first() {
            None => Ok(readout),
            Some(error) => Err(Stop::Incorrect(format!("it does not elaborate: {error}"))),
        }
    }

    /// Whether `target` is proved.
    fn prove(
        &mut self,
        target: &str,
        challenge: &Readout,
        submission: &Readout,
        policy: &LeanPolicy,
        allowance: Allowance,
        ruling: &mut Ruling,
    ) -> Result<(), Stop> {
        let begin = Instant::now();
        let reached = examine(target, challenge, submission, policy, ruling);
        ruling.timings.compare_us += micros(begin);
        let reached = reached?;
        let begin = Instant::now();
        let library = self.steps.library_axioms(submission, &reached, policy);
        ruling.timings.compare_us += micros(begin);
        for name in library? {
            if !policy.axioms.contains(&name) {
                return Err(Stop::Incorrect(format!(
                    "the proof rests on the axiom `{name}`, through what it uses of the library"
                )));
            }
            ruling.axioms.insert(name);
        }
        let begin = Instant::now();
        let replayed = self.replay(submission, &reached, policy, allowance);
        ruling.timings.replay_us += micros(begin);
        replayed
    }

    fn replay(
        &mut self,
        submission: &Readout,
        reached: &Reached,
        policy: &LeanPolicy,
        allowance: Allowance,
    ) -> Result<(), Stop> {
        let derive = reached
            .units
            .iter()
            .any(|unit| matches!(unit, Unit::Types(_)));
        let fresh = self
            .steps
            .replay(submission, reached, policy, allowance, derive)?;
        let Some(fresh) = fresh else {
            return Ok(());
        };
        // What the kernel derives from a type must be what the file says it is.
        let names = reached.constants.iter().copied();
        same_constants(submission, &fresh, names).map_err(|difference| {
            let (constant, what) = (difference.constant, difference.what);
            Stop::Incorrect(format!(
                "`{constant}` is not what the kernel makes of it: {what}"
            ))
        })
    }
}

/// Whether the submission's `target` states what the challenge's does and rests on allowed axioms
/// alone; gives what it rests on.
fn examine(
    target: &str,
    challenge: &Readout,
    submission: &Readout,
    policy: &LeanPolicy,
    ruling: &mut Ruling,
) -> Result<Reached, Stop> {
    let find = |readout: &Readout| -> Option<NameId> {
        let name = readout.terms.find_name(target)?;
        readout.get(name).map(|constant| constant.name)
    };
    let asked = find(challenge).ok_or_else(|| {
        let reason = format!("the challenge declares no `{target}`");
        Stop::Undecided(Doubt::Judge, reason)
    })?;
    let given = find(submission)
        .ok_or_else(|| Stop::Incorrect(format!("the file declares no `{target}`")))?;
    same_statement((challenge, asked), (submission, given)).map_err(|difference| {
        let (constant, what) = (difference.constant, difference.what);
        Stop::Incorrect(if constant == target {
            format!("the statement of `{target}` is another: {what} differs")
        } else {
            format!(
                "the statement of `{target}` means another thing: {what} of `{constant}` differs"
            )
        })
    })?;
    if let Some(Kind::Axiom { .. }) = submission.get(given).map(|constant| &constant.kind) {
        return Err(Stop::Incorrect(format!(
            "`{target}` is declared as an axiom"
        )));
    }
    let reached = reach(submission, given)
        .map_err(|error| Stop::Incorrect(format!("the proof is not well founded: {error}")))?;
    let axioms = audit(submission, &reached, challenge, policy).map_err(|forbidden| {
        Stop::Incorrect(match forbidden {
            Forbidden::Sorry => format!("the proof of `{target}` uses `sorry`"),
            Forbidden::Library(name) => format!("the proof rests on the axiom `{name}`"),
            Forbidden::Own(name) => {
                format!("the proof rests on the axiom `{name}`, which the file declares itself")
            }
            Forbidden::Unsafe(name) => format!("the proof uses `{name}`, which is not checked"),
            Forbidden::Computed(name) => {
                format!("the file defines `{name}`, which the kernel computes by itself")
            }
        })
    })?;
    ruling.axioms = axioms;
    ruling.declarations = reached.constants.len();
    Ok(reached)
}

pub(crate) fn micros(begin: Instant) -> u64 {
    u64::try_from(begin.elapsed().as_micros()).unwrap_or(u64::MAX)
}
