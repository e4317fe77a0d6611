//! `tribunal lean doctor`: what is there, what is missing, and what to type.

use serde::Serialize;
use tribunal_lean::install::{self, InstallError, Installation, Manifest};
use tribunal_lean::native::{self, Confinement, Native};
use tribunal_lean::{Case, Judge, Limits, Outcome, Ruling, Settings};
use tribunal_verifiers::lean::LeanPolicy;

use super::{failure, source};
use crate::args::{BackEnd, LeanDoctor};
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
    native: Installed,
}

/// What there is of an installed Lean.
#[derive(Serialize)]
struct Installed {
    ready: bool,
    judge: Option<String>,
    lean: Option<Native>,
    confinement: Confinement,
    trial: Option<Ruling>,
    advice: Option<String>,
}

pub(super) fn execute(args: &LeanDoctor, printer: &mut Printer) -> Result<Code, Failure> {
    // First, while this process has one thread: it forks.
    let native = installed(args)?;
    let folder = install::folder().map_err(failure)?;
    let judge = Judge::new(Settings::default());
    let mut report = Report {
        ready: false,
        judge: judge.version(),
        folder: folder.display().to_string(),
        guest: None,
        trial: None,
        advice: None,
        native,
    };
    match Installation::find(&folder) {
        Ok(installation) => {
            report.guest = Some(installation.manifest().clone());
            let ruling = trial(&judge);
            report.ready = ruling.is_correct();
            report.advice = advice(&ruling);
            report.trial = Some(ruling);
        }
        Err(error @ (InstallError::Missing { .. } | InstallError::Damaged { .. })) => {
            report.advice = Some(error.to_string());
        }
        Err(error) => return Err(failure(error)),
    }
    report.ready = match args.source.back_end {
        BackEnd::Wasm => report.ready,
        BackEnd::Native => report.native.ready,
        BackEnd::Auto => report.ready || report.native.ready,
    };
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

fn trial(judge: &Judge) -> Ruling {
    judge.judge(&Case {
        challenge: CHALLENGE,
        submission: PROOF,
        targets: &["doctor".to_owned()],
        policy: &LeanPolicy::default(),
    })
}

fn advice(ruling: &Ruling) -> Option<String> {
    match &ruling.outcome {
        Outcome::Correct { .. } => None,
        Outcome::Undecided { reason, .. } | Outcome::Incorrect { reason } => Some(reason.clone()),
    }
}

fn installed(args: &LeanDoctor) -> Result<Installed, Failure> {
    let mut report = Installed {
        ready: false,
        judge: None,
        lean: None,
        confinement: native::confinement(),
        trial: None,
        advice: None,
    };
    let found = Native::find(args.source.lean.as_deref(), args.source.project.as_deref());
    let native = match found {
        Ok(native) => native,
        Err(reason) => {
            report.advice = Some(reason);
            return Ok(report);
        }
    };
    let imports = LeanPolicy::default().imports;
    let has_modules = native.toolchain.modules.is_some();
    let asked = crate::args::LeanSource {
        back_end: BackEnd::Native,
        ..args.source.clone()
    };
    let judge = Judge::new(source::settings(&asked, &imports, Limits::default())?);
    report.judge = Some(judge.version());
    report.lean = Some(native);
    let ruling = trial(&judge);
    report.ready = ruling.is_correct();
    report.advice = match advice(&ruling) {
        Some(_) if !has_modules => Some(
            "the library is there without its modules, so that nothing can be imported: name a \
             whole toolchain's folder with --lean"
                .to_owned(),
        ),
        advice => advice,
    };
    report.trial = Some(ruling);
    Ok(report)
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
    if report.trial.as_ref().is_some_and(Ruling::is_correct) {
        lines.push("trial    a known proof is judged correct".to_owned());
    }
    if let Some(advice) = &report.advice {
        lines.push(format!("missing  {advice}"));
    }
    lines.extend(report.native.lines());
    lines.join("\n")
}

impl Installed {
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(lean) = &self.lean {
            let toolchain = &lean.toolchain;
            lines.push(format!(
                "native   {}, found {}: {}",
                toolchain.title(),
                toolchain.source,
                toolchain.library.display()
            ));
            if let Some(project) = &lean.project {
                let (folder, count) = (project.folder.display(), project.path.len());
                lines.push(format!("project  {folder}: {count} folders of modules"));
            }
        }
        let landlock = self.confinement.landlock.map_or_else(
            || "no Landlock".to_owned(),
            |version| format!("Landlock {version}"),
        );
        let seccomp = if self.confinement.seccomp {
            "seccomp"
        } else {
            "no seccomp"
        };
        lines.push(match &self.confinement.trouble {
            None => format!("confine  a process was confined: {landlock}, {seccomp}, limits"),
            Some(trouble) => format!("confine  not possible: {trouble} ({landlock}, {seccomp})"),
        });
        if self.ready {
            lines.push("trial    a known proof is judged correct".to_owned());
        }
        if let Some(advice) = &self.advice {
            lines.push(format!("native   {advice}"));
        }
        lines
    }
}
