//! The same job gives the same output and uses the same fuel, to the unit.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use tribunal_sandbox::{Job, Kind, Limits};

use crate::{guest, python, text, tight};

/// Touches what usually differs from run to run: hashes, addresses, random numbers, time, floats,
/// garbage collection, memory.
const SOURCE: &str = "
import hashlib, json, os, random, sys, time
data = json.load(sys.stdin)
words = {str(n) + 'x' for n in range(500)}
objects = [object() for _ in range(100)]
print(list(words)[:5], hash('tribunal'), id(objects[0]) % 4096)
print(random.random(), random.sample(range(1000), 5), os.urandom(8).hex(), time.time())
print(sum(n ** 0.5 for n in range(20000)), float('nan'), hashlib.sha256(b'x').hexdigest()[:8])
cycle = []
for n in range(20000):
    cycle = [cycle, n] if n % 100 else [cycle]
del cycle
print(sorted(data['numbers'])[-3:])
";

#[test]
fn the_same_job_uses_the_same_fuel_under_load() {
    let numbers: Vec<u32> = (0..500).map(|n| n * 7919 % 1009).collect();
    let stdin = format!("{{\"numbers\": {numbers:?}}}");
    let first = python(SOURCE, &stdin, Limits::default());
    assert!(first.ending.is_success(), "{}", text(&first.stderr));

    // More threads than cores compute, allocate and run guests of their own meanwhile.
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for load in 0..4 {
            let done = &done;
            scope.spawn(move || {
                while !done.load(Ordering::Relaxed) {
                    if load % 2 == 0 {
                        python("x = [n for n in range(10 ** 5)]", "", tight());
                    } else {
                        let spin: Vec<u64> = (0..100_000).collect();
                        std::hint::black_box(spin);
                    }
                }
            });
        }
        let again: Vec<_> = (0..8)
            .map(|_| python(SOURCE, &stdin, Limits::default()))
            .collect();
        done.store(true, Ordering::Relaxed);
        for report in again {
            assert_eq!(report, first);
        }
    });
}

/// A limit is sharp: there is one figure from which on the program ends well, the same each time.
/// It lies a little below what is used, since fuel is looked at once a block of instructions.
#[test]
fn a_limit_decides_to_the_unit() {
    let source = "print(sum(range(1000)))";
    let ends_well = |fuel| {
        let report = python(source, "", Limits { fuel, ..tight() });
        assert!(report.fuel <= fuel);
        report.ending.is_success()
    };
    let used = python(source, "", tight()).fuel;
    let (mut short, mut enough) = (used - 10_000, used);
    assert!(ends_well(enough) && !ends_well(short));
    while enough - short > 1 {
        let middle = short.midpoint(enough);
        if ends_well(middle) {
            enough = middle;
        } else {
            short = middle;
        }
    }
    for _ in 0..3 {
        assert!(ends_well(enough) && !ends_well(enough - 1));
    }
}

#[test]
fn the_seed_decides_the_random_numbers() {
    let draw = |seed| {
        let job = Job {
            source: b"import random, os, secrets\nprint(random.random(), os.urandom(4).hex(), secrets.token_hex(4))",
            stdin: b"",
            limits: tight(),
            seed,
        };
        let report = guest(Kind::Python).run(&job).expect("it runs");
        text(&report.stdout)
    };
    assert_eq!(draw(1), draw(1));
    assert_ne!(draw(1), draw(2));
}

/// Frozen: another start-up code, interpreter, engine or host function moves these, and with them
/// the version under which verdicts are stored.
#[test]
fn output_and_fuel_are_those_written_down() {
    let report = python("print(sum(range(1000)), hash('tribunal'))", "", tight());
    let found = format!("{} {}", text(&report.stdout).trim(), report.fuel);
    assert_eq!(found, FROZEN, "{}", Kind::Python.version());
}

const FROZEN: &str = "499500 59876769 1700986";
