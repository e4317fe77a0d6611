//! How fast TMBench items are made: with their digest, and with the prompt's text.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tribunal_generators::{Generator, registry};

fn items(c: &mut Criterion) {
    let task = registry::task("tmbench.mtag").expect("built in");
    let mut group = c.benchmark_group("tmbench.mtag");
    group.throughput(Throughput::Elements(1));
    for variation in task.variations {
        let generator = Generator::new(task, Some(variation.name), [], "bench").expect("valid");
        let mut index = 0;
        group.bench_function(variation.name, |b| {
            b.iter(|| {
                index += 1;
                generator.item(black_box(index)).expect("never fails")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, items);
criterion_main!(benches);
