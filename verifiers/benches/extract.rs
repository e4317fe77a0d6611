//! How fast responses are judged, both readings at once.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tribunal_verifiers::checks::{
    ChoiceCheck, ChoiceOption, IntegerCheck, ListCheck, Order, RationalCheck, RationalsCheck,
    RootCheck, TallyCheck,
};
use tribunal_verifiers::value::Ratio;
use tribunal_verifiers::{Answer, Check, Finish, Integer};

const PROSE: &str = "Adding the next element to the running total changes its sign, so I note the intermediate value \
    and go on to the following one. Then 12 + 30 makes 42, and we continue in the same way with the rest.\n";

fn prose(size: usize) -> String {
    PROSE.repeat(size.div_ceil(PROSE.len()))
}

fn judge(check: &Check, text: &str) {
    let answer = Answer {
        text: black_box(text),
        finish: Finish::Stop,
    };
    black_box(check.judge(answer));
}

fn bench(criterion: &mut Criterion) {
    let integer = Check::Integer(IntegerCheck {
        expected: Integer::from(42),
    });
    let rational = Check::Rational(RationalCheck {
        numerator: Integer::from(22),
        denominator: Integer::from(7),
        places: Some(2),
    });
    let list = Check::List(ListCheck {
        expected: vec![-7, 3, 12, 19, 25, 31, 44, 80],
        order: Order::Exact,
    });
    let option = |name: &str| ChoiceOption {
        name: name.to_owned(),
        also: Vec::new(),
    };
    let choice = Check::Choice(ChoiceCheck {
        expected: 0,
        options: vec![option("even"), option("odd")],
    });
    let rationals = Check::Rationals(RationalsCheck {
        expected: (1..=8)
            .filter_map(|n| Ratio::new(100 * n - 351, n))
            .collect(),
        places: Some(4),
    });
    let root = Check::Root(RootCheck::new(22_157.into(), 64.into(), 2).expect("a root"));
    let tally = Check::Tally(
        TallyCheck::new((0..6).map(|n| (13 * n - 40, 1 + n as u32 % 3)).collect())
            .expect("a tally"),
    );

    let mut group = criterion.benchmark_group("short");
    group.throughput(Throughput::Elements(1));
    for (name, check) in [
        ("integer", &integer),
        ("rational", &rational),
        ("list", &list),
        ("choice", &choice),
        ("rationals", &rationals),
        ("root", &root),
        ("tally", &tally),
    ] {
        let reply = check.reference();
        group.bench_function(name, |bencher| bencher.iter(|| judge(check, &reply)));
    }
    group.bench_function("words", |bencher| {
        bencher.iter(|| judge(&integer, "So the sum is clear. The answer is **42**."));
    });
    group.finish();

    for size in [4 << 10, 64 << 10] {
        let mut group = criterion.benchmark_group(format!("{}kB", size >> 10));
        let boxed = format!("{}\n\\boxed{{42}}", prose(size));
        group.throughput(Throughput::Bytes(boxed.len() as u64));
        group.bench_function("boxed", |bencher| bencher.iter(|| judge(&integer, &boxed)));
        let silent = prose(size);
        group.bench_function("no_answer", |bencher| {
            bencher.iter(|| judge(&integer, &silent));
        });
        group.finish();
    }

    let mut group = criterion.benchmark_group("hostile_10MB");
    group.sample_size(10);
    for (name, piece) in [
        ("boxes", r"\boxed{"),
        ("braces", "{"),
        ("answers", "the answer is "),
    ] {
        let text = piece.repeat((10 << 20) / piece.len());
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| judge(&integer, &text)));
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
