//! Measures the sandbox on this machine: `cargo run --profile dist -p tribunal-sandbox --example jobs`.
//!
//! The Python guest has to be installed.

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::thread;
use std::time::{Duration, Instant};

use tribunal_sandbox::{Guest, Job, Kind, Limits, home};

/// What a small answer does: reads JSON, computes, prints.
const PROGRAM: &str = "import json, sys\nprint(sum(json.load(sys.stdin)['numbers']))";

/// Each figure is taken over so many jobs.
const JOBS: u32 = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout();
    let home = home().ok_or("no home")?;

    // Cold: nothing compiled yet, in a home of its own.
    let cold = tempfile::tempdir()?;
    let path = Kind::Python.path(cold.path());
    fs::create_dir_all(path.parent().ok_or("no folder")?)?;
    fs::copy(Kind::Python.path(&home), &path)?;
    let (took, _) = timed(|| Guest::load(Kind::Python, cold.path()));
    writeln!(
        out,
        "cold start, compiling included   {:8.1} s",
        took.as_secs_f64()
    )?;

    let (took, guest) = timed(|| Guest::load(Kind::Python, cold.path()));
    let guest = guest?;
    let load = millis(took);
    let (took, ran) = timed(|| guest.run(&job("{\"numbers\": [1, 2, 3]}")));
    let report = ran?;
    writeln!(out, "warm: loading                    {load:8.1} ms")?;
    writeln!(
        out,
        "warm: the first job              {:8.1} ms",
        millis(took)
    )?;
    writeln!(out, "fuel of that job                 {:8}", report.fuel)?;

    let mut each: Vec<Duration> = (0..JOBS)
        .map(|_| timed(|| guest.run(&job("{\"numbers\": [1, 2, 3]}"))).0)
        .collect();
    each.sort_unstable();
    let at = |share: f64| millis(each[((each.len() - 1) as f64 * share) as usize]);
    writeln!(
        out,
        "a job, median / 99 %             {:8.1} / {:.1} ms",
        at(0.5),
        at(0.99)
    )?;

    for threads in [1, 2] {
        let (took, ()) = timed(|| {
            thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| {
                        for _ in 0..JOBS {
                            assert!(guest.run(&job("{\"numbers\": [4]}")).is_ok());
                        }
                    });
                }
            });
        });
        let rate = f64::from(JOBS * threads) / took.as_secs_f64();
        writeln!(out, "jobs a second, {threads} at once         {rate:8.0}")?;
    }

    let mut session = guest.session(Limits::default(), 0)?.ok_or("no session")?;
    let define = "import sys\ndef f():\n    print(len(sys.stdin.read()))";
    session.call(define.as_bytes(), b"", Limits::default())?;
    let (took, ()) = timed(|| {
        for _ in 0..JOBS {
            assert!(
                session
                    .call(b"f()", b"some input", Limits::default())
                    .is_ok()
            );
        }
    });
    let rate = f64::from(JOBS) / took.as_secs_f64();
    writeln!(out, "calls a second in a session      {rate:8.0}")?;

    let spin = Job {
        source: b"while True: pass",
        ..job("")
    };
    let (took, ran) = timed(|| guest.run(&spin));
    let rate = ran?.fuel as f64 / took.as_secs_f64();
    writeln!(
        out,
        "fuel a second                    {:8.1} thousand million",
        rate / 1e9
    )?;
    Ok(())
}

fn job(stdin: &str) -> Job<'_> {
    Job {
        source: PROGRAM.as_bytes(),
        stdin: stdin.as_bytes(),
        limits: Limits::default(),
        seed: 0,
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let done = work();
    (begun.elapsed(), done)
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
