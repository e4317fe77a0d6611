//! Random numbers in a plugin are the built-in tasks' own.

use tribunal_generators::{Lot, Params, Stream, Var, seed::StreamKeys};

use crate::{lot, python};

/// Each sampler in turn, so often that the numbers worked out beforehand run out.
const DRAWS: &str = "
def generate(rng, params):
    drawn = []
    for _ in range(6):
        drawn += [rng.below(10), rng.below(1), rng.below((1 << 62) + 1), rng.range(-100, 100)]
        drawn += [rng.range(-(1 << 63), (1 << 63) - 1), rng.range(5, 5), rng.range(5, 4)]
        drawn += [int(rng.chance(1, 3)), rng.choose([10, 20, 30])]
        deck = list(range(10))
        rng.shuffle(deck)
        drawn += deck + rng.integers(6, -100, 100) + rng.distinct(5, 1, 6)
        drawn += rng.distinct(6, -100, 100) + rng.distinct(70, 0, 1000)
        drawn += [rng.bits() >> 1, int(rng.distinct(3, 1, 2) is None)]
    return {'vars': {'n': drawn}, 'right': '1', 'wrong': '2'}
";

fn draws(rng: &mut Stream) -> Vec<i64> {
    let mut drawn = Vec::new();
    for _ in 0..6 {
        drawn.extend([rng.below(10), rng.below(1), rng.below((1 << 62) + 1)].map(|n| n as i64));
        drawn.push(rng.range(-100, 100));
        drawn.extend([
            rng.range(i64::MIN, i64::MAX),
            rng.range(5, 5),
            rng.range(5, 4),
        ]);
        drawn.extend([i64::from(rng.chance(1, 3)), *rng.choose(&[10, 20, 30])]);
        let mut deck: Vec<i64> = (0..10).collect();
        rng.shuffle(&mut deck);
        drawn.extend(deck);
        drawn.extend(rng.integers(6, -100, 100));
        for (n, low, high) in [(5, 1, 6), (6, -100, 100), (70, 0, 1000)] {
            drawn.extend(rng.distinct(n, low, high).expect("there are enough"));
        }
        drawn.push((rng.bits() >> 1) as i64);
        drawn.push(i64::from(rng.distinct(3, 1, 2).is_none()));
    }
    drawn
}

#[test]
fn every_sampler_gives_the_numbers_of_the_rust_one() {
    let lot = lot(&python(DRAWS));
    let keys = StreamKeys::new("seed", "test.case", 1, "default", &Params::default());
    for index in [0, 1, 2, 7, 8, 70] {
        let made = lot.draft(index).expect("it is made");
        let wanted = draws(&mut keys.stream(index));
        assert_eq!(made.vars.get("n"), Some(&Var::Ints(wanted)), "item {index}");
    }
}

/// The vectors that `generators/src/sample.rs` freezes and ci/golden-seeds.py recomputes.
#[test]
fn the_golden_vectors_hold() {
    let plugin = python(
        "
from tribunal import Stream

def generate(rng, params):
    s = Stream(bytes([7]) * 32)
    drawn = [s.below(10) for _ in range(8)] + s.integers(6, -100, 100)
    drawn += s.distinct(5, 1, 6) + s.distinct(6, -100, 100)
    deck = list(range(10))
    s.shuffle(deck)
    drawn += deck + [s.range(-(1 << 63), (1 << 63) - 1)]
    drawn += [s.below((1 << 63) + 1) for _ in range(4)]
    drawn += [sum(s.chance(1, 3) for _ in range(12))]
    return {'vars': {'n': drawn}, 'right': '1', 'wrong': '2'}
",
    );
    let made = lot(&plugin).draft(0).expect("it is made");
    let golden = vec![
        1,
        7,
        5,
        2,
        1,
        8,
        4,
        1,
        0,
        62,
        -27,
        -33,
        -67,
        14,
        2,
        1,
        5,
        4,
        3,
        -24,
        80,
        -82,
        -100,
        -72,
        41,
        1,
        5,
        7,
        2,
        0,
        4,
        9,
        6,
        3,
        8,
        -7_874_040_300_459_649_906,
        878_612_521_474_309_812,
        2_358_033_653_376_709_525,
        1_972_913_220_609_842_626,
        1_362_167_132_390_953_120,
        4,
    ];
    assert_eq!(made.vars.get("n"), Some(&Var::Ints(golden)));
}
