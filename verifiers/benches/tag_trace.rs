//! How fast full transcripts are judged.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tribunal_verifiers::checks::{TagAsk, TagTraceCheck};
use tribunal_verifiers::mtag::{TagSystem, Words};
use tribunal_verifiers::{Answer, Finish};

/// A machine of the published shape that runs all 30 steps.
fn check() -> TagTraceCheck {
    let alphabet: Vec<_> = ["A", "B", "C", "D", "E"]
        .map(std::borrow::Cow::Borrowed)
        .into();
    let productions: Words = [
        &[3u8, 4, 1][..],
        &[0, 2],
        &[4, 4, 1, 0, 2],
        &[1, 3, 0],
        &[2],
    ]
    .into_iter()
    .collect();
    let system = TagSystem::new(2, alphabet.into(), productions).expect("valid");
    TagTraceCheck::new(system, vec![0, 2, 1, 4, 3], 30, TagAsk::EveryState).expect("valid")
}

fn judge(c: &mut Criterion) {
    let check = check();
    let right = check.reference();
    assert_eq!(
        right.matches("###").count(),
        31,
        "the machine must not halt"
    );
    let wrong = right.replace("Queue State: [B", "Queue State: [C");
    let bold = right
        .replace("### Step", "**Step")
        .replace("Queue State:", "**Queue State:**");
    let mut group = c.benchmark_group("tag_trace");
    for (name, text) in [("right", &right), ("wrong", &wrong), ("lenient", &bold)] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| {
            b.iter(|| {
                check.judge(black_box(Answer {
                    text,
                    finish: Finish::Stop,
                }))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, judge);
criterion_main!(benches);
