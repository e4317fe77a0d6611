//! `tribunal lean check`: proofs judged by themselves.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use serde::Serialize;
use tribunal_lean::{Case, Judge, Limits, Outcome, Ruling};
use tribunal_verifiers::lean::LeanPolicy;

use super::source;
use crate::args::LeanCheck;
use crate::exit::{Code, Failure};
use crate::printer::Printer;

/// What came of one submission.
#[derive(Serialize)]
struct Checked {
    file: PathBuf,
    proved: bool,
    undecided: bool,
    /// One for each theorem; one for all where one is enough.
    rulings: Vec<Ruling>,
}

#[derive(Serialize)]
struct Report<'a> {
    challenge: &'a Path,
    targets: &'a [String],
    policy: &'a LeanPolicy,
    limits: Limits,
    submissions: &'a [Checked],
}

pub(super) fn execute(args: &LeanCheck, printer: &mut Printer) -> Result<Code, Failure> {
    let policy = LeanPolicy {
        axioms: args.axioms.clone(),
        forbidden: args.forbidden.clone(),
        imports: args.imports.clone(),
        ..LeanPolicy::default()
    };
    let limits = Limits {
        milliseconds: args.seconds.saturating_mul(1_000),
        memory_mib: args.memory,
    };
    let judge = Judge::new(source::settings(&args.source, &policy.imports, limits)?);
    let challenge = read(&args.challenge)?;
    let files = files(&args.submissions)?;
    let targets = judge
        .targets(&challenge, &policy)
        .map_err(|reason| Failure::usage(anyhow::Error::msg(reason)))?;
    if targets.is_empty() {
        let path = args.challenge.display();
        let text =
            format!("{path} has no theorem whose proof is `sorry`, so there is nothing to prove");
        return Err(Failure::usage(anyhow::Error::msg(text)));
    }
    let mut texts = Vec::new();
    for file in &files {
        texts.push(read(file)?);
    }
    let asked: Vec<Vec<String>> = if args.any {
        vec![targets.clone()]
    } else {
        targets.iter().map(|target| vec![target.clone()]).collect()
    };
    let judged = judge_all(&texts, |text| {
        let case = |targets| Case {
            challenge: &challenge,
            submission: text,
            targets,
            policy: &policy,
        };
        asked
            .iter()
            .map(|targets| judge.judge(&case(targets)))
            .collect()
    });
    let checked: Vec<_> = files
        .into_iter()
        .zip(judged)
        .map(|(file, rulings)| Checked::new(file, rulings))
        .collect();
    if printer.is_json() {
        printer.json(&Report {
            challenge: &args.challenge,
            targets: &targets,
            policy: &policy,
            limits,
            submissions: &checked,
        })?;
    } else {
        let lines: Vec<_> = checked.iter().map(Checked::line).collect();
        printer.data(&lines.join("\n"))?;
    }
    Ok(if checked.iter().all(|one| one.proved) {
        Code::Ok
    } else if checked.iter().any(|one| !one.proved && !one.undecided) {
        Code::Fail
    } else {
        Code::Inconclusive
    })
}

impl Checked {
    fn new(file: PathBuf, rulings: Vec<Ruling>) -> Self {
        let undecided = |ruling: &Ruling| matches!(ruling.outcome, Outcome::Undecided { .. });
        let incorrect = |ruling: &Ruling| matches!(ruling.outcome, Outcome::Incorrect { .. });
        Self {
            file,
            proved: rulings.iter().all(Ruling::is_correct),
            undecided: rulings.iter().any(undecided) && !rulings.iter().any(incorrect),
            rulings,
        }
    }

    fn line(&self) -> String {
        let file = self.file.display();
        let reasons = self
            .rulings
            .iter()
            .filter_map(|ruling| match &ruling.outcome {
                Outcome::Correct { .. } => None,
                Outcome::Incorrect { reason } | Outcome::Undecided { reason, .. } => {
                    Some(reason.as_str())
                }
            });
        let reasons: Vec<_> = reasons.collect();
        let word = match (self.proved, self.undecided) {
            (true, _) => "proved",
            (false, true) => "undecided",
            (false, false) => "not proved",
        };
        if reasons.is_empty() {
            format!("{word:<11}{file}")
        } else {
            format!("{word:<11}{file}: {}", reasons.join("; "))
        }
    }
}

/// Judges all texts, several at a time: the judge lets in as many as there are workers.
fn judge_all(texts: &[String], judge: impl Fn(&str) -> Vec<Ruling> + Sync) -> Vec<Vec<Ruling>> {
    let next = AtomicUsize::new(0);
    let judged = Mutex::new(vec![Vec::new(); texts.len()]);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores.min(texts.len()) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(text) = texts.get(index) else {
                        break;
                    };
                    let rulings = judge(text);
                    judged.lock().unwrap_or_else(PoisonError::into_inner)[index] = rulings;
                }
            });
        }
    });
    judged.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn read(path: &Path) -> Result<String, Failure> {
    tribunal_files::read_text(path, tribunal_files::LEAN).map_err(|error| named(path, error))
}

fn named(path: &Path, error: std::io::Error) -> Failure {
    Failure::usage(anyhow::Error::new(error).context(format!("can't read {}", path.display())))
}

/// The files named, and those in the folders named, in order.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut inside = Vec::new();
        for entry in fs::read_dir(path).map_err(|error| named(path, error))? {
            let file = entry.map_err(|error| named(path, error))?.path();
            if file
                .extension()
                .is_some_and(|extension| extension == "lean")
            {
                inside.push(file);
            }
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}
