//! `tribunal-fuzz [TARGET|all] [EXECUTIONS] [SEED]`: mutates on a stable toolchain.
//!
//! Ends with 1 and shows the input when a law is broken.

use std::io::{self, Write};
use std::panic;
use std::process::ExitCode;

use tribunal_fuzz::mutate::Mutator;
use tribunal_fuzz::{Target, targets};

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
    for target in chosen {
        let mut mutator = Mutator::new(target, seed);
        for execution in 0..executions {
            let data = mutator.input();
            if panic::catch_unwind(|| (target.hold)(&data)).is_err() {
                writeln!(
                    out,
                    "{}: execution {execution} of seed {seed} broke a law:\n{}",
                    target.name,
                    data.escape_ascii()
                )?;
                return Ok(ExitCode::FAILURE);
            }
        }
        writeln!(
            out,
            "{}: {executions} executions of seed {seed}, every law held",
            target.name
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
