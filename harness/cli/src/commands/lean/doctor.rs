//! `tribunal lean doctor`: what is there, what is missing, and what to type.

use serde::Serialize;
use tribunal_lean::install::{self, InstallError, Installation, Manifest};
use tribunal_lean::{Case, Judge, Outcome, Ruling, Settings};
use tribunal_verifiers::lean::LeanPolicy;

use super::failure;
use crate::exit::{Code, Failure};
use crate::printer::Printer;

/// A question whose answer is known.
const CHALLENGE: &str = "theorem doctor (a b : Nat) : a + b = b + a := by sorry\n";
const PROOF: &str = "theorem doctor (a b : Nat) : a + b = b + a := Nat.add_comm a b\n";

#[derive(Serialize)]
struct Report {
    ready: bool,
    judge: String,
    folder: String,
    guest: Option<Manifest>,
    trial: Option<Ruling>,
    advice: Option<String>,
}

pub(super) fn execute(printer: &mut Printer) -> Result<Code, Failure> {
    let folder = install::folder().map_err(failure)?;
    let judge = Judge::new(Settings::default());
    let mut report = Report {
        ready: false,
        judge: judge.version(),
        folder: folder.display().to_string(),
        guest: None,
        trial: None,
        advice: None,
    };
    match Installation::find(&folder) {
        Ok(installation) => {
            report.guest = Some(installation.manifest().clone());
            let ruling = judge.judge(&Case {
                challenge: CHALLENGE,
                submission: PROOF,
                targets: &["doctor".to_owned()],
                policy: &LeanPolicy::default(),
            });
            report.ready = ruling.is_correct();
            if let Outcome::Undecided { reason, .. } | Outcome::Incorrect { reason } =
                &ruling.outcome
            {
                report.advice = Some(reason.clone());
            }
            report.trial = Some(ruling);
        }
        Err(error @ (InstallError::Missing { .. } | InstallError::Damaged { .. })) => {
            report.advice = Some(error.to_string());
        }
        Err(error) => return Err(failure(error)),
    }
    if printer.is_json() {
        printer.json(&report)?;
    } else {
        printer.data(&text(&report))?;
    }
    Ok(if report.ready {
        Code::Ok
    } else {
        Code::Invalid
    })
}

fn text(report: &Report) -> String {
    let mut lines = vec![
        format!("judge    {}", report.judge),
        format!("folder   {}", report.folder),
    ];
    lines.push(match &report.guest {
        Some(guest) => format!(
            "guest    {}, compiled for {:?}",
            guest.package, guest.optimization
        ),
        None => "guest    not installed".to_owned(),
    });
    if report.ready {
        lines.push("trial    a known proof is judged correct".to_owned());
    }
    if let Some(advice) = &report.advice {
        lines.push(format!("missing  {advice}"));
    }
    lines.join("\n")
}
