//! How fast Turing machines are run, plainly and by leaps.
//!
//! `cargo bench -p tribunal-verifiers --bench turing`; the figures to hold, one core: 150 million
//! plain steps a second, and the five-state champion by leaps in less than 50 ms. `ci/turing-bench`
//! runs this beside a plain loop in C.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tribunal_verifiers::turing::decide::{Effort, decide};
use tribunal_verifiers::turing::leap::{Bounds, leap};
use tribunal_verifiers::turing::{Machine, Run, Stop};

const CHAMPION: &str = "1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA";
const LONG: &str = "1RB2LA1LC_0LA2RB1LB_1RZ1RA1RC";
/// Never halts; no cycler.
const COUNTER: &str = "0RB0LA_1LA1RC_1RB---";

fn machine(text: &str) -> Machine {
    text.parse().expect("a machine")
}

fn plain(c: &mut Criterion) {
    let champion = machine(CHAMPION);
    let mut group = c.benchmark_group("steps");
    group.throughput(Throughput::Elements(47_176_870));
    group.sample_size(10);
    group.bench_function("five-state champion", |b| {
        b.iter(|| {
            let mut run = Run::new(&champion);
            assert_eq!(run.run(1 << 40), Stop::Halted);
            black_box(run.steps())
        });
    });
    group.finish();
}

fn leaps(c: &mut Criterion) {
    let mut group = c.benchmark_group("leap");
    for (name, text) in [
        ("five-state champion", CHAMPION),
        ("3 by 3, 1.19e17 steps", LONG),
    ] {
        let machine = machine(text);
        group.bench_function(name, |b| {
            b.iter(|| black_box(leap(&machine, 4, Bounds::default())));
        });
    }
    group.finish();
}

fn proofs(c: &mut Criterion) {
    let counter = machine(COUNTER);
    let mut group = c.benchmark_group("proof");
    group.bench_function("found", |b| {
        b.iter(|| black_box(decide(&counter, Effort::THOROUGH)));
    });
    let certificate = decide(&counter, Effort::THOROUGH).expect("it is decided");
    group.bench_function("verified", |b| {
        b.iter(|| black_box(certificate.verify(&counter)));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(std::time::Duration::from_millis(200))
        .measurement_time(std::time::Duration::from_millis(800))
        .sample_size(20);
    targets = plain, leaps, proofs
}
criterion_main!(benches);
