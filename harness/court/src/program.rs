//! Programs as answers: each hidden problem in an instance of its own.
//!
//! The judge of a program is this process and never anything in the guest. A program finds one
//! problem's data on its standard input and leaves bytes on its standard output; there is no driver
//! beside it that it could patch, no expected answer it could read, no channel but that one, and no
//! trace of one problem when it meets the next. What the bytes are worth is decided by the hidden
//! problem's own check.

use tribunal_sandbox::{Ending, Guest, Job, Kind, Limits, Report, SandboxError};
use tribunal_verifiers::checks::{Case, Language, ProgramCheck, ProgramLimits, Ran};
use tribunal_verifiers::{Answer, Court, Judgement, Verdict};

use crate::seats::Seat;

/// More than any task's answer takes.
const MOST_OUTPUT: u64 = 4 << 20;

/// The guest that runs programs in `language`.
pub(crate) fn guest(language: Language) -> Kind {
    match language {
        Language::Python => Kind::Python,
        Language::Javascript => Kind::QuickJs,
    }
}

/// What decides besides the check's own data: the rules, the plugin that judges the cases if one
/// does, and the guest.
pub(crate) fn version(check: &ProgramCheck, court: &dyn Court) -> String {
    let kind = guest(check.language);
    let (rules, guest) = (ProgramCheck::version(), kind.version());
    // The cases of one program are of one kind.
    let cases = check.cases.first().map(|case| &case.check);
    let cases = match cases {
        Some(check) if check.needs_court() => format!("({})", court.version(check)),
        _ => String::new(),
    };
    format!("{rules}{cases}+{kind}-{guest}")
}

/// What is wrong with the guest that runs programs in the check's language, if anything.
pub(crate) fn missing(check: &ProgramCheck) -> Option<String> {
    let installed = Guest::installed(guest(check.language));
    installed.err().map(|error| error.to_string())
}

/// Runs the program in a response on every case, and decides.
/// `court` judges what it printed.
pub(crate) fn judge(check: &ProgramCheck, answer: Answer<'_>, court: &dyn Court) -> Judgement {
    let readings = check.program(answer);
    let run = |source: &str| run(check, source, court);
    let absent = |missing: &tribunal_verifiers::extract::Missing| {
        Verdict::no_answer(missing.kind, missing.reason)
    };
    match (&readings.strict, &readings.lenient) {
        (Ok(source), _) => run(source).unwrap_or_else(Judgement::both),
        (Err(missing), Some(Ok(source))) => {
            let judged = run(source).unwrap_or_else(Judgement::both);
            Judgement {
                strict: absent(missing),
                lenient: judged.lenient,
            }
        }
        (Err(missing), other) => {
            let lenient = other.as_ref().and_then(|other| other.as_ref().err());
            Judgement {
                strict: absent(missing),
                lenient: absent(lenient.unwrap_or(missing)),
            }
        }
    }
}

/// Runs `source` on every case. The error is a verdict of one.
fn run(check: &ProgramCheck, source: &str, court: &dyn Court) -> Result<Judgement, Verdict> {
    let ran = outcomes(check, source)?;
    Ok(check.decide(&ran, &|check, answer| {
        if check.needs_court() {
            court.judge(check, answer)
        } else {
            check.judge(answer)
        }
    }))
}

/// What becomes of `source` on each case. The error is a verdict of one.
fn outcomes(check: &ProgramCheck, source: &str) -> Result<Vec<Ran>, Verdict> {
    // Given back before the cases are judged, which may take a seat for each of them.
    let _seat = Seat::take();
    let broken = |error: SandboxError| Verdict::error(error.to_string());
    let guest = Guest::installed(guest(check.language)).map_err(broken)?;
    let ProgramLimits {
        fuel,
        mut total_fuel,
        memory,
    } = check.limits;
    let mut ran = Vec::with_capacity(check.cases.len());
    for (index, case) in check.cases.iter().enumerate() {
        let limits = Limits {
            fuel: fuel.min(total_fuel),
            memory,
            stdout: MOST_OUTPUT,
            ..Limits::default()
        };
        let report = guest
            .run(&job(source, case, limits, index))
            .map_err(broken)?;
        total_fuel -= report.fuel.min(total_fuel);
        ran.push(outcome(&report));
        if matches!(ran.last(), Some(Ran::Unknown(_))) {
            // Nothing can be decided any more.
            break;
        }
    }
    Ok(ran)
}

fn job<'a>(source: &'a str, case: &'a Case, limits: Limits, index: usize) -> Job<'a> {
    Job {
        source: source.as_bytes(),
        stdin: case.input.as_bytes(),
        limits,
        seed: index as u64,
    }
}

fn outcome(report: &Report) -> Ran {
    match &report.ending {
        Ending::Finished(0) => Ran::Printed(String::from_utf8_lossy(&report.stdout).into_owned()),
        ending if ending.is_machines_fault() => Ran::Unknown(ending.to_string()),
        Ending::Finished(_) => {
            // The last line of a traceback says what it was.
            let said = String::from_utf8_lossy(&report.stderr);
            let last = said.lines().rfind(|line| !line.trim().is_empty());
            let last: String = last.unwrap_or("").chars().take(200).collect();
            let ending = &report.ending;
            Ran::Failed(if last.is_empty() {
                ending.to_string()
            } else {
                format!("{ending}: {last}")
            })
        }
        ending => Ran::Failed(ending.to_string()),
    }
}
