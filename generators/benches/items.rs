//! How fast items are made, proofs of uniqueness included, and right answers judged.
//!
//! `cargo bench -p tribunal-generators --bench items`, for one family `-- 'item/mba'`. The figures to
//! hold, on one core at the default parameters:
//!
//! | tasks | items made a second | answers judged a second |
//! |---|---:|---:|
//! | `beyondbench.easy.*` | 500,000 | 500,000 |
//! | `beyondbench.medium.*` | 50,000 | 500,000 |
//! | formulas and colourings / queens / Sudoku / logic grids / other hard ones | 100,000 / 50,000 / 5,000 / 500 / 3,000 | 500,000 |
//! | `busy_beaver.*`, but for machines that have to be looked for | 3,000 | |
//! | `mba.*` | 5,000 | 20,000 |

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tribunal_generators::{Generator, ParamValue, Task, registry};
use tribunal_verifiers::{Answer, Finish};

/// Every variation of every task that takes these integers, with them and else the defaults.
fn generators(given: &'static [(&'static str, i64)]) -> impl Iterator<Item = Generator> {
    let takes = |task: &Task, name: &str| task.params.iter().any(|param| param.name == name);
    registry::tasks()
        .iter()
        .filter(move |task| given.iter().all(|(name, _)| takes(task, name)))
        .flat_map(move |task| {
            task.variations.iter().map(move |variation| {
                let given = given
                    .iter()
                    .map(|&(name, value)| (name, ParamValue::Int(value)));
                Generator::new(task, Some(variation.name), given, "bench")
                    .unwrap_or_else(|error| panic!("{}:{}: {error}", task.name, variation.name))
            })
        })
}

fn name(generator: &Generator) -> String {
    format!("{}:{}", generator.task().name, generator.variation().name)
}

fn make(c: &mut Criterion, group: &str, given: &'static [(&'static str, i64)]) {
    let mut group = c.benchmark_group(group);
    group.throughput(Throughput::Elements(1));
    for generator in generators(given) {
        let mut index = 0;
        group.bench_function(name(&generator), |b| {
            b.iter(|| {
                index += 1;
                black_box(generator.item(index))
            });
        });
    }
    group.finish();
}

fn items(c: &mut Criterion) {
    make(c, "item", &[]);
    make(c, "item of length 32", &[("length", 32)]);
}

fn judge(c: &mut Criterion) {
    let mut group = c.benchmark_group("judge");
    group.throughput(Throughput::Elements(1));
    for generator in generators(&[]) {
        let item = generator.item(0).expect("item 0 was made");
        if item.check.needs_court() {
            continue;
        }
        let text = item.check.reference();
        group.bench_function(name(&generator), |b| {
            b.iter(|| {
                black_box(item.check.judge(Answer {
                    text: &text,
                    finish: Finish::Stop,
                }))
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(400))
        .sample_size(20);
    targets = items, judge
}
criterion_main!(benches);
