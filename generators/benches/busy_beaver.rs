//! How fast the Busy Beaver tasks' items are made with their proofs, and judged.
//!
//! `cargo bench -p tribunal-generators --bench busy_beaver`; the figure to hold, one core, at the
//! default parameters: 3,000 items a second, machines that repeat nothing or take a long period to
//! excepted, which have to be looked for.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tribunal_generators::{Generator, registry};
use tribunal_verifiers::{Answer, Finish};

fn generate(c: &mut Criterion) {
    let mut group = c.benchmark_group("item");
    group.throughput(Throughput::Elements(1));
    for task in registry::matching("busy_beaver.*") {
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
    for task in registry::matching("busy_beaver.*") {
        for variation in task.variations {
            let generator = Generator::new(task, Some(variation.name), [], "bench")
                .expect("defaults are valid");
            let item = generator.item(0).expect("item 0 was made");
            let text = item.check.reference();
            group.bench_function(format!("{}:{}", task.name, variation.name), |b| {
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
