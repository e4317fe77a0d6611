//! How fast items of every medium variation are made, proof of uniqueness included, and judged.
//!
//! `cargo bench -p tribunal-generators --bench medium`; the figures to hold are 50,000 items a
//! second a core made, and 500,000 judged, at the default parameters.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tribunal_generators::{Generator, ParamValue, registry};
use tribunal_verifiers::{Answer, Finish};

fn generate(c: &mut Criterion) {
    for length in [8, 32] {
        let mut group = c.benchmark_group(format!("generate/{length}"));
        group.throughput(Throughput::Elements(1));
        for task in registry::matching("beyondbench.medium.*") {
            let given = [("length", ParamValue::Int(length))]
                .into_iter()
                .filter(|(name, _)| task.params.iter().any(|param| param.name == *name));
            for variation in task.variations {
                let generator = Generator::new(task, Some(variation.name), given.clone(), "bench")
                    .expect("the length is valid");
                let name = format!("{}:{}", task.name, variation.name);
                let mut index = 0;
                group.bench_function(name, |b| {
                    b.iter(|| {
                        index += 1;
                        black_box(generator.item(index))
                    });
                });
            }
        }
        group.finish();
    }
}

fn judge(c: &mut Criterion) {
    let mut group = c.benchmark_group("judge");
    group.throughput(Throughput::Elements(1));
    for task in registry::matching("beyondbench.medium.*") {
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
        .warm_up_time(std::time::Duration::from_millis(100))
        .measurement_time(std::time::Duration::from_millis(300))
        .sample_size(20);
    targets = generate, judge
}
criterion_main!(benches);
