//! Decisions about mixed Boolean-arithmetic a second, by what decides, and the readings of answers.
//!
//! `cargo bench -p tribunal-verifiers --bench mba`; the figures to hold, one core: linear identities of
//! eight terms at 32 bits 100,000 decisions a second, products and nested expressions 5,000, a
//! refutation by trial 500,000, a needle in 2^32 by SAT 20, and 100,000 answers read.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tribunal_verifiers::checks::{Asked, FillingCheck, with_unknown};
use tribunal_verifiers::mba::{Decision, Equation, Expression, Limits, Method, Variables, parse};
use tribunal_verifiers::{Answer, Finish};

fn variables() -> Variables {
    Variables::new(["x", "y"]).expect("names")
}

fn read(text: &str) -> Expression {
    parse(text, &variables(), None).expect("an expression")
}

/// What is decided, over words of how many bits, and by which method that must happen.
const CASES: &[(&str, &str, &str, u32, Method)] = &[
    (
        "linear",
        "3*(x | y) - 2*(x ^ y) + 5*(~x & y) - 7*(x & ~y)",
        "6*(~x & y) - 6*(x & ~y) + 3*(x & y)",
        32,
        Method::Corners,
    ),
    (
        "semi-linear",
        "(x & 255) + (x & 65280) + (y & 15)",
        "(x & 65535) + (y & 15)",
        32,
        Method::Corners,
    ),
    (
        "polynomial",
        "((x & y) + 3*(x ^ y))*((x | y) - 5) - x*y",
        "(x & y)*((x | y) - 5) + 3*(x ^ y)*((x | y) - 5) - (x & y)*(x | y) - (x & ~y)*(~x & y)",
        32,
        Method::NormalForm,
    ),
    (
        "null polynomial",
        "x + 2147483648*(x & y)*((x & y) - 1)",
        "x",
        32,
        Method::NullPolynomial,
    ),
    (
        "nested",
        "3*((x*y + 5) & x) + 2*((x*y + 5) ^ x) - ((x*y + 5) | x)",
        "((x*y + 5) ^ x) + 2*((x*y + 5) & x)",
        32,
        Method::NormalForm,
    ),
    ("trial", "x*y + (x & y)", "x*y + (x | y)", 32, Method::Trial),
    (
        "needle",
        "(~(x ^ 3735928559) & ((x ^ 3735928559) - 1)) & 2147483648",
        "0",
        32,
        Method::Sat,
    ),
    (
        "refutation",
        "((x + y) & 7) | ((x + y) & 8)",
        "((x | y) + (x & y)) & 15 & (x ^ y | ~(x ^ y))",
        32,
        Method::Sat,
    ),
    (
        "exhaustion",
        "x*x*y & 1",
        "x & y & 1",
        7,
        Method::Exhaustion,
    ),
];

fn decide(c: &mut Criterion) {
    let mut group = c.benchmark_group("decide");
    group.throughput(Throughput::Elements(1));
    for (name, left, right, width, method) in CASES {
        let (left, right) = (read(left), read(right));
        let equation = Equation {
            left: &left,
            right: &right,
            width: *width,
            variables: 2,
        };
        let by = match equation.decide(Limits::JUDGE) {
            Decision::Equal(by) | Decision::Different(_, by) => Ok(by),
            Decision::Undecided(limit) => Err(limit),
        };
        assert_eq!(by, Ok(*method), "{name}");
        group.bench_function(*name, |b| {
            b.iter(|| black_box(equation.decide(Limits::JUDGE)));
        });
    }
    // As hard as a judge's limits let an answer be.
    let left = read("((x + 1)*(y + 1) >> 1) + (x*y & 1)");
    let right =
        read("((x*y + x + y + 1 + 2*(y & ~y)) >> 1) + ((x & y & 1) ^ ((x*y*(x + 1)*y) & 1))");
    let equation = Equation {
        left: &left,
        right: &right,
        width: 32,
        variables: 2,
    };
    group.sample_size(10);
    group.bench_function("to the limit", |b| {
        b.iter(|| black_box(equation.decide(Limits::JUDGE)));
    });
    group.finish();
}

fn judge(c: &mut Criterion) {
    let mut group = c.benchmark_group("judge");
    group.throughput(Throughput::Elements(1));
    let variables = variables();
    let all = with_unknown(&variables).expect("room");
    let given = read("(x ^ y) + 2*(x & y)");
    let unknown = parse("H", &all, None).expect("an expression");
    let asked = Asked {
        largest: 3,
        constant: false,
    };
    let check = FillingCheck::new(32, variables, given, unknown, read("x + y"), asked);
    let check = check.expect("a question");
    for (name, text) in [
        ("right", check.reference()),
        ("wrong", check.counterfeit()),
        (
            "latex",
            "It is $\\boxed{x + \\overline{\\overline{y}}}$.".to_owned(),
        ),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| {
                black_box(check.judge(Answer {
                    text: &text,
                    finish: Finish::Stop,
                }))
            });
        });
    }
    let large = vec!["(x ^ y) + 2*(x & y)"; 200].join(" - ");
    group.throughput(Throughput::Bytes(large.len() as u64));
    group.bench_function("parse", |b| b.iter(|| black_box(read(&large))));
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(std::time::Duration::from_millis(200))
        .measurement_time(std::time::Duration::from_millis(800))
        .sample_size(30);
    targets = decide, judge
}
criterion_main!(benches);
