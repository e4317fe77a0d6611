//! How many items a task makes in some time on one core, with everything that its generator proves.
//!
//! `cargo run --release -p tribunal-generators --example rates -- SECONDS TASK[:VARIATION,…]
//! [PARAM=VALUE]…` prints one number. The variations take turns. A task that isn't built in ends
//! with code 3, so that `ci/reference-compare`, which divides the number by the processor's time,
//! can leave it out.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use tribunal_generators::{Generator, ParamValue, registry};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match count(&args) {
        Ok(Some(made)) => {
            println(&made.to_string());
            ExitCode::SUCCESS
        }
        Ok(None) => ExitCode::from(3),
        Err(error) => {
            println(&error);
            ExitCode::from(2)
        }
    }
}

fn println(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// How many were made; `None` when there is no such task or variation.
fn count(args: &[String]) -> Result<Option<u64>, String> {
    let [seconds, name, params @ ..] = args else {
        return Err("give SECONDS and TASK".to_owned());
    };
    let seconds: f64 = seconds.parse().map_err(|_| "SECONDS is no number")?;
    let (name, only) = match name.split_once(':') {
        Some((name, variations)) => (name, Some(variations)),
        None => (name.as_str(), None),
    };
    let Some(task) = registry::task(name) else {
        return Ok(None);
    };
    let mut given: Vec<(&str, ParamValue)> = Vec::new();
    for text in params {
        let (name, value) = text.split_once('=').ok_or("a parameter is PARAM=VALUE")?;
        let known = task.params.iter().find(|param| param.name == name);
        let known = known.ok_or_else(|| format!("no parameter {name}"))?;
        given.push((name, known.parse(value).map_err(|error| error.to_string())?));
    }
    let generators: Vec<Generator> = task
        .variations
        .iter()
        .filter(|variation| {
            only.is_none_or(|only| only.split(',').any(|name| name == variation.name))
        })
        .map(|variation| Generator::new(task, Some(variation.name), given.clone(), "rate"))
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;
    if generators.is_empty() {
        return Ok(None);
    }
    let limit = Duration::from_secs_f64(seconds);
    let (begun, mut made, mut index) = (Instant::now(), 0u64, 0);
    while begun.elapsed() < limit {
        for _ in 0..8 {
            for generator in &generators {
                black_box(generator.item(index).map_err(|error| error.to_string())?);
                made += 1;
            }
            index += 1;
        }
    }
    Ok(Some(made))
}
