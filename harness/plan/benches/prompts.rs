//! How fast items are made together with their prompts, through a plan as a run makes them.
//!
//! `cargo bench -p tribunal-plan --bench prompts`; the figures to hold, for one core, are 500,000
//! items a second (2 µs) without the text for the easy tasks and 300,000 (3.3 µs) with it for
//! TMBench.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tribunal_model::Sampling;
use tribunal_plan::{Plan, PlanOptions, Suite};

/// A plan of more items than are made in the time, and of numbers wide enough to have as many.
fn plan(task: &str) -> Plan {
    let range = if task.starts_with("beyondbench") {
        "params = { low = -1000000, high = 1000000 }"
    } else {
        ""
    };
    let text = format!(
        "name = \"bench\"\nversion = 1\n[[task]]\nname = \"{task}\"\ncount = 10_000_000\n{range}"
    );
    let options = PlanOptions {
        seed: "bench".to_owned(),
        limit: None,
        repeats: 1,
        sampling: Sampling::default(),
        asking: tribunal_plan::Asking::default(),
    };
    let suite = Suite::parse(&text, "bench").expect("a valid suite");
    Plan::new(suite, options).expect("a valid plan")
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
