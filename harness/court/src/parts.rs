//! The optional parts of an installation, and whether they work.

use std::time::Instant;

use serde::Serialize;
use tribunal_lean::install::{self, InstallError, Installation};
use tribunal_lean::{Case, Judge, Outcome, Settings};
use tribunal_sandbox::{Guest, Job, Kind, Limits, SandboxError};
use tribunal_verifiers::lean::LeanPolicy;

/// Whether a part can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is there and has just worked.
    Works,
    /// It is not installed; what needs it ends in errors that say so.
    Missing,
    /// It is there and does not work.
    Broken,
}

impl State {
    /// Its name in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Missing => "missing",
            Self::Broken => "broken",
        }
    }
}

/// One optional part.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Whether it can be used.
    pub state: State,
    /// What was found, or what is wrong, in one line.
    pub detail: String,
    /// What to type where it can't be used.
    pub remedy: Option<String>,
}

/// Tries every part once.
pub fn examine() -> Vec<Part> {
    Kind::ALL
        .into_iter()
        .map(guest)
        .chain(std::iter::once(lean()))
        .collect()
}

/// Judges a proof that is known.
fn lean() -> Part {
    let begun = Instant::now();
    let statement = "theorem doctor (a b : Nat) : a + b = b + a";
    let ruling = Judge::new(Settings::default()).judge(&Case {
        challenge: &format!("{statement} := by sorry\n"),
        submission: &format!("{statement} := Nat.add_comm a b\n"),
        targets: &["doctor".to_owned()],
        policy: &LeanPolicy::default(),
    });
    let installed = install::folder().and_then(|folder| Installation::find(&folder));
    let remedy = Some("tribunal lean install".to_owned());
    let (state, detail, remedy) = match (installed, ruling.outcome) {
        (_, Outcome::Correct { .. }) => {
            let detail = format!(
                "{}: a proof judged in {} ms, the start included",
                ruling.judge,
                begun.elapsed().as_millis()
            );
            (State::Works, detail, None)
        }
        (Err(InstallError::Missing { .. }), _) => {
            let detail = "Lean is not installed".to_owned();
            (State::Missing, detail, remedy)
        }
        (_, Outcome::Incorrect { reason } | Outcome::Undecided { reason, .. }) => {
            (State::Broken, reason, remedy)
        }
    };
    Part {
        name: "lean".to_owned(),
        state,
        detail,
        remedy,
    }
}

/// Runs a small program in a guest.
fn guest(kind: Kind) -> Part {
    let begun = Instant::now();
    let source: &[u8] = match kind {
        Kind::Python => b"print(6 * 7)",
        Kind::QuickJs => b"console.log(6 * 7)",
    };
    let tried = Guest::installed(kind).and_then(|guest| {
        let loaded = begun.elapsed();
        let report = guest.run(&Job {
            source,
            stdin: b"",
            limits: Limits::default(),
            seed: 0,
        })?;
        Ok((loaded, report))
    });
    let install = Some(format!("tribunal guest install {kind}"));
    let (state, detail, remedy) = match tried {
        Ok((loaded, report)) if report.ending.is_success() && report.stdout == b"42\n" => {
            let detail = format!(
                "{}: loaded in {} ms, a program in {} ms",
                kind.title(),
                loaded.as_millis(),
                (begun.elapsed() - loaded).as_millis()
            );
            (State::Works, detail, None)
        }
        Ok((_, report)) => {
            let detail = format!("a program that prints 42 {}", report.ending);
            (State::Broken, detail, install)
        }
        Err(SandboxError::NotInstalled { .. }) => {
            let detail = format!("{} is not installed", kind.title());
            (State::Missing, detail, install)
        }
        Err(error @ SandboxError::NoHome) => (State::Missing, error.to_string(), None),
        Err(error) => (State::Broken, error.to_string(), install),
    };
    Part {
        name: format!("guest {kind}"),
        state,
        detail,
        remedy,
    }
}
