//! How fast items of every medium variation are made, proof of uniqueness included.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tribunal_generators::{Generator, ParamValue, registry};

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

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(std::time::Duration::from_millis(100))
        .measurement_time(std::time::Duration::from_millis(300))
        .sample_size(20);
    targets = generate
}
criterion_main!(benches);
