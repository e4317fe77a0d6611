//! How fast the hard tasks' items are made with their proofs, and judged.
//!
//! `cargo bench -p tribunal-generators --bench hard`; the figures to hold, one core, at the default
//! parameters: formulas and colourings 100,000 items a second, queens 50,000, boards of Sudoku 5,000,
//! logic grids 500, all others 3,000; and 500,000 answers judged a second.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tribunal_generators::{Generator, registry};
use tribunal_verifiers::{Answer, Finish};

fn generate(c: &mut Criterion) {
    let mut group = c.benchmark_group("item");
    group.throughput(Throughput::Elements(1));
    for task in registry::matching("beyondbench.hard.*") {
        for variation in task.variations {
            let generator = Generator::new(task, Some(variation.name), [], "bench")
                .expect("defaults are valid");
            let mut index = 0;
            group.bench_function(format!("{}:{}", task.name, variation.name), |b| {
                b.iter(|| {
                    index += 1;
                    black_box(generator.item(index))
                });
            });
        }
    }
    group.finish();
}

fn judge(c: &mut Criterion) {
    let mut group = c.benchmark_group("judge");
    group.throughput(Throughput::Elements(1));
    for task in registry::matching("beyondbench.hard.*") {
        let mut kinds = Vec::new();
        for variation in task.variations {
            let generator = Generator::new(task, Some(variation.name), [], "bench")
                .expect("defaults are valid");
            let item = generator.item(0).expect("item 0 was made");
            // Once for each kind of check that the task's variations have.
            if kinds.contains(&item.check.kind()) {
                continue;
            }
            kinds.push(item.check.kind());
            let text = item.check.reference();
            group.bench_function(format!("{}:{}", task.name, item.check.kind()), |b| {
                b.iter(|| {
                    black_box(item.check.judge(Answer {
                        text: &text,
                        finish: Finish::Stop,
                    }))
                });
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(std::time::Duration::from_millis(200))
        .measurement_time(std::time::Duration::from_millis(800))
        .sample_size(30);
    targets = generate, judge
}
criterion_main!(benches);
