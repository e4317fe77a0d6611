//! `tribunal-fuzz [TARGET|all] [EXECUTIONS] [SEED]`: mutates on a stable toolchain.
//!
//! Ends with 1 and shows the input when a law is broken, or when reading takes too long.

use std::io::{self, Write};
use std::panic;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tribunal_fuzz::mutate::Mutator;
use tribunal_fuzz::{Target, targets};

/// No input of these lengths takes so long to read on any machine: what does would hang a run.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the last panic said. Some are caught where they happen, and no finding.
static SAID: Mutex<String> = Mutex::new(String::new());

fn main() -> io::Result<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "all".to_owned());
    let mut number = |default: u64| {
        let given = arguments.next();
        given.map_or(Ok(default), |text| text.parse().map_err(io::Error::other))
    };
    let (executions, seed) = (number(1_000_000)?, number(1)?);
    let chosen: Vec<&Target> = targets::ALL
        .iter()
        .filter(|target| name == "all" || target.name == name)
        .collect();
    if chosen.is_empty() {
        let known: Vec<&str> = targets::ALL.iter().map(|target| target.name).collect();
        let message = format!("no target `{name}`; there are {}", known.join(", "));
        return Err(io::Error::other(message));
    }
    let mut out = io::stdout();
    panic::set_hook(Box::new(|panic| {
        *SAID.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string();
    }));
    for target in chosen {
        let mut mutator = Mutator::new(target, seed);
        let (begun, mut slowest) = (Instant::now(), Duration::ZERO);
        for execution in 0..executions {
            let data = mutator.input();
            let started = Instant::now();
            let held = panic::catch_unwind(|| (target.hold)(&data)).is_ok();
            let took = started.elapsed();
            slowest = slowest.max(took);
            if held && took < PATIENCE {
                continue;
            }
            let said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
            let what = if held { "took too long" } else { said.as_str() };
            writeln!(
                out,
                "{}: execution {execution} of seed {seed} broke a law ({took:.1?}): {what}\n{}",
                target.name,
                data.escape_ascii()
            )?;
            return Ok(ExitCode::FAILURE);
        }
        writeln!(
            out,
            "{}: {executions} executions of seed {seed} in {:.0?}, the slowest {slowest:.1?}; every law held",
            target.name,
            begun.elapsed(),
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
