//! The judge, and the place for others.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use tribunal_verifiers::lean::LeanPolicy;

use crate::guest::version;
use crate::native::Native;
use crate::pool::{Failure, Pool};
use crate::ruling::{Case, Doubt, Limits, Outcome, Ruling, Timings};
use crate::wire::{Job, Reply, Request};

/// How many times a case's own limit, which is the processor's time, a worker may take by the
/// clock before it is ended; and some seconds beyond that.
const PATIENCE: u32 = 4;
const GRACE: Duration = Duration::from_secs(5);

/// How a judge works.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// An installed Lean to judge by in place of the guest, or why the one that was asked for
    /// can't be had: every judgement is undecided then.
    pub native: Option<Result<Native, String>>,
    /// Where the guest is installed; the usual folder where absent.
    pub folder: Option<PathBuf>,
    /// The program that serves as worker and its arguments, to which the guest's folder is
    /// added. By default this program itself, called with `lean worker`. Of an installed Lean
    /// its description is added, after `--native`.
    pub worker: Option<(PathBuf, Vec<String>)>,
    /// The most workers at a time; as many as there are cores where absent.
    pub workers: Option<usize>,
    /// What each judgement may use.
    pub limits: Limits,
}

/// Who judges proofs: the guest, or a Lean that is installed.
pub trait BackEnd: fmt::Debug + Send + Sync {
    /// What decides a judgement besides the case.
    fn version(&self) -> String;

    /// Judges a case. Blocks the calling thread.
    fn judge(&self, case: &Case<'_>) -> Ruling;

    /// The theorems of a challenge whose proof is `sorry`, in the order of their names.
    ///
    /// # Errors
    /// What kept them from being found.
    fn targets(&self, challenge: &str, policy: &LeanPolicy) -> Result<Vec<String>, String>;
}

/// Judges proofs by the guest. Cheap to make: workers start with the first case, and stay.
#[derive(Debug)]
pub struct Judge {
    settings: Settings,
    pool: Pool,
}

impl Judge {
    /// A judge.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            pool: Pool::default(),
        }
    }

    /// What decides a judgement besides the case: this judge and its Lean.
    pub fn version(&self) -> String {
        match &self.settings.native {
            None => version(),
            Some(Ok(native)) => native.version(),
            Some(Err(_)) => "lean-native, which is not there".to_owned(),
        }
    }

    /// Judges a case: blocks until a worker is free and has answered, or was ended.
    pub fn judge(&self, case: &Case<'_>) -> Ruling {
        let request = Request::Judge(Box::new(Job {
            challenge: case.challenge.to_owned(),
            submission: case.submission.to_owned(),
            targets: case.targets.to_vec(),
            policy: case.policy.clone(),
            limits: self.settings.limits,
        }));
        match self.ask(&request) {
            Ok(Reply::Ruled { ruling, .. }) => *ruling,
            Ok(_) => self.undecided(case, foreign()),
            Err(failure) => self.undecided(case, failure),
        }
    }

    /// The theorems of a challenge whose proof is `sorry`, in the order of their names.
    ///
    /// # Errors
    /// What kept them from being found: the guest is missing, or the challenge does not hold.
    pub fn targets(&self, challenge: &str, policy: &LeanPolicy) -> Result<Vec<String>, String> {
        let request = Request::Targets {
            challenge: challenge.to_owned(),
            policy: policy.clone(),
            limits: self.settings.limits,
        };
        match self.ask(&request) {
            Ok(Reply::Targets { found, .. }) => found,
            Ok(_) => Err(foreign().1),
            Err((_, reason)) => Err(reason),
        }
    }

    fn ask(&self, request: &Request) -> Result<Reply, Failure> {
        // Challenge, submission and replay share one limit; the worker keeps it by itself unless
        // it can't.
        let limit = Duration::from_millis(self.settings.limits.milliseconds);
        let patience = limit * PATIENCE + GRACE;
        self.pool.ask(&self.settings, request, patience)
    }

    fn undecided(&self, case: &Case<'_>, (doubt, reason): Failure) -> Ruling {
        Ruling {
            outcome: Outcome::Undecided { doubt, reason },
            axioms: BTreeSet::new(),
            declarations: 0,
            challenge: blake3::hash(case.challenge.as_bytes()).to_hex().to_string(),
            submission: blake3::hash(case.submission.as_bytes())
                .to_hex()
                .to_string(),
            judge: self.version(),
            timings: Timings::default(),
        }
    }
}

impl BackEnd for Judge {
    fn version(&self) -> String {
        self.version()
    }

    fn judge(&self, case: &Case<'_>) -> Ruling {
        self.judge(case)
    }

    fn targets(&self, challenge: &str, policy: &LeanPolicy) -> Result<Vec<String>, String> {
        self.targets(challenge, policy)
    }
}

fn foreign() -> Failure {
    let reason = "the worker answered what it was not asked".to_owned();
    (Doubt::Judge, reason)
}
