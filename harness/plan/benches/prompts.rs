//! How fast items are made together with their prompts, through a plan as a run makes them.
//!
//! `cargo bench -p tribunal-plan --bench prompts`; the figures to hold, for one core, are 500,000
//! items a second (2 µs) without the text for the easy tasks and 300,000 (3.3 µs) with it for
//! TMBench.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tribunal_model::Sampling;
use tribunal_plan::{Plan, PlanOptions, Suite};

/// A plan of so many items that no index comes twice.
fn plan(task: &str) -> Plan {
    let options = PlanOptions {
        seed: "bench".to_owned(),
        limit: None,
        repeats: 1,
        sampling: Sampling::default(),
    };
    Plan::new(Suite::of_tasks(task, u32::MAX), options).expect("a valid plan")
}

fn prompts(c: &mut Criterion) {
    let mut group = c.benchmark_group("prompt");
    group.throughput(Throughput::Elements(1));
    for task in [
        "tmbench.mtag",
        "beyondbench.easy.sum",
        "beyondbench.easy.comparison",
        "beyondbench.easy.*",
    ] {
        let plan = plan(task);
        let mut ordinal = 0;
        group.bench_function(format!("item/{task}"), |b| {
            b.iter(|| {
                ordinal += 1;
                plan.item(black_box(plan.slot(ordinal)))
                    .expect("never fails")
            });
        });
        group.bench_function(format!("item and text/{task}"), |b| {
            b.iter(|| {
                ordinal += 1;
                plan.make(black_box(plan.slot(ordinal)))
                    .expect("never fails")
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(1));
    targets = prompts
}
criterion_main!(benches);
