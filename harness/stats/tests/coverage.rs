//! Seeded simulations: intervals cover what they promise, tests err no more than they
//! may, and power is what was planned. Every tolerance is three standard errors of the
//! simulated share.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use tribunal_stats::{
    Design, Estimate, Level, Pairs, Scores, Sides, Spread, Stratum, compare, estimate, holm,
    needed_items, stratified,
};

const ROUNDS: u32 = 4000;

struct Dice(ChaCha12Rng);

impl Dice {
    fn seeded(seed: u64) -> Self {
        Self(ChaCha12Rng::seed_from_u64(seed))
    }

    /// Uniform in [0, 1).
    fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform with mean 0 and the given standard deviation.
    fn centred(&mut self, sd: f64) -> f64 {
        (self.uniform() - 0.5) * sd * 12.0_f64.sqrt()
    }

    fn coin(&mut self, p: f64) -> f64 {
        f64::from(self.uniform() < p)
    }
}

/// The share of rounds in which `happens` does.
fn share(seed: u64, mut happens: impl FnMut(&mut Dice) -> bool) -> f64 {
    let mut dice = Dice::seeded(seed);
    f64::from(
        (0..ROUNDS)
            .map(|_| u32::from(happens(&mut dice)))
            .sum::<u32>(),
    ) / f64::from(ROUNDS)
}

fn three_sigma(p: f64) -> f64 {
    3.0 * (p * (1.0 - p) / f64::from(ROUNDS)).sqrt()
}

#[track_caller]
fn at_least(found: f64, promised: f64) {
    assert!(
        found >= promised - three_sigma(promised),
        "{found} is below {promised}"
    );
}

#[track_caller]
fn at_most(found: f64, promised: f64) {
    assert!(
        found <= promised + three_sigma(promised),
        "{found} is above {promised}"
    );
}

fn holds(found: &Estimate, truth: f64) -> bool {
    found.low <= truth && truth <= found.high
}

/// Coverage of the interval for independent scores that `draw` makes.
fn coverage(seed: u64, n: usize, truth: f64, draw: impl Fn(&mut Dice) -> f64) -> f64 {
    share(seed, |dice| {
        let values: Vec<f64> = (0..n).map(|_| draw(dice)).collect();
        holds(
            &estimate(Scores::independent(&values).unwrap(), Level::P95).unwrap(),
            truth,
        )
    })
}

#[test]
fn wilson_covers_near_one() {
    // Exact coverages of Wilson's interval, where the plain normal one has 0.784, 0.876, 0.931.
    for (n, exact) in [(30, 0.939), (100, 0.966), (500, 0.949)] {
        let found = coverage(1, n, 0.95, |dice| dice.coin(0.95));
        assert!(
            (found - exact).abs() <= three_sigma(exact),
            "n = {n}: {found}"
        );
    }
}

#[test]
fn means_of_repeats_are_covered() {
    // Four attempts an item, items of differing difficulty.
    for (n, hard, easy) in [(8, 0.2, 0.8), (25, 0.6, 1.0), (60, 0.9, 1.0)] {
        let found = coverage(2, n, (hard + easy) / 2.0, |dice| {
            let p = hard + (easy - hard) * dice.uniform();
            (0..4).map(|_| dice.coin(p)).sum::<f64>() / 4.0
        });
        at_least(found, 0.95);
    }
}

/// Right-or-wrong items whose success chance shifts by cluster.
fn clustered(dice: &mut Dice, clusters: u32, size: usize) -> (Vec<f64>, Vec<u32>) {
    let (mut values, mut labels) = (Vec::new(), Vec::new());
    for label in 0..clusters {
        let p = 0.7 + dice.centred(0.15);
        for _ in 0..size {
            values.push(dice.coin(p));
            labels.push(label);
        }
    }
    (values, labels)
}

#[test]
fn clusters_are_covered() {
    for clusters in [2, 5, 10, 40] {
        let mut naive = 0;
        let found = share(3, |dice| {
            let (values, labels) = clustered(dice, clusters, 25);
            let pooled = estimate(Scores::independent(&values).unwrap(), Level::P95).unwrap();
            naive += u32::from(holds(&pooled, 0.7));
            let scores = Scores::clustered(&values, &labels).unwrap();
            holds(&estimate(scores, Level::P95).unwrap(), 0.7)
        });
        at_least(found, 0.95);
        let naive = f64::from(naive) / f64::from(ROUNDS);
        assert!(
            naive < 0.85,
            "the simulated clusters matter: {naive} without them"
        );
    }
}

#[test]
fn one_cluster_of_fractions_is_covered() {
    // All but right or wrong, the widest spread there is; and far narrower.
    for (wide, truth) in [(true, 0.792), (false, 2.0 / 3.0)] {
        let draw = |dice: &mut Dice| match wide {
            true => 0.99 * dice.coin(0.8),
            false => dice.uniform().sqrt(),
        };
        for n in [1, 4, 30] {
            let found = share(4, |dice| {
                let values: Vec<f64> = (0..n).map(|_| draw(dice)).collect();
                let labels = vec![0; n];
                let scores = Scores::clustered(&values, &labels).unwrap();
                holds(&estimate(scores, Level::P95).unwrap(), truth)
            });
            at_least(found, 0.95);
        }
    }
}

#[test]
fn stratified_scores_are_covered() {
    let chances = [0.02, 0.3, 0.55, 0.8, 0.95, 1.0];
    // Tasks in all, items a task: from a smoke test with one item each to a real suite.
    for (tasks, items) in [(30, 1), (30, 2), (12, 5), (6, 100)] {
        let weight = |task: usize| 1.0 + (task % 2) as f64;
        let chance = |task: usize| chances[task % chances.len()];
        let total: f64 = (0..tasks).map(weight).sum();
        let truth = (0..tasks)
            .map(|task| weight(task) * chance(task))
            .sum::<f64>()
            / total;
        let found = share(5, |dice| {
            let values: Vec<Vec<f64>> = (0..tasks)
                .map(|task| (0..items).map(|_| dice.coin(chance(task))).collect())
                .collect();
            let strata: Vec<Stratum<'_>> = values
                .iter()
                .enumerate()
                .map(|(task, values)| Stratum {
                    weight: weight(task),
                    scores: Scores::independent(values).unwrap(),
                })
                .collect();
            holds(&stratified(&strata, Level::P95).unwrap().unwrap(), truth)
        });
        at_least(found, 0.95);
    }
}

/// Right-or-wrong pairs with discordance `psi` and true difference `delta`.
fn pairs(dice: &mut Dice, n: usize, psi: f64, delta: f64) -> (Vec<f64>, Vec<f64>) {
    let lose = (psi - delta) / 2.0;
    (0..n)
        .map(|_| match dice.uniform() {
            u if u < lose => (1.0, 0.0),
            u if u < psi => (0.0, 1.0),
            u if u < psi + (1.0 - psi) * 0.7 => (1.0, 1.0),
            _ => (0.0, 0.0),
        })
        .unzip()
}

#[test]
fn equal_models_are_rarely_told_apart() {
    for (n, psi) in [(50, 0.2), (100, 0.1), (500, 0.2)] {
        let found = share(6, |dice| {
            let (base, cand) = pairs(dice, n, psi, 0.0);
            compare(Pairs::new(&base, &cand, None).unwrap(), Level::P95)
                .unwrap()
                .p_value
                <= 0.05
        });
        at_most(found, 0.05);
        assert!(
            found > 0.005,
            "a test that never rejects proves nothing: {found}"
        );
    }
}

#[test]
fn differences_are_covered() {
    for (n, psi, delta) in [(30, 0.2, -0.1), (200, 0.1, -0.03), (500, 0.2, 0.04)] {
        let found = share(7, |dice| {
            let (base, cand) = pairs(dice, n, psi, delta);
            let found = compare(Pairs::new(&base, &cand, None).unwrap(), Level::P95).unwrap();
            found.low <= delta && delta <= found.high
        });
        at_least(found, 0.95);
    }
}

#[test]
fn clustered_equal_models_are_rarely_told_apart() {
    for (clusters, size) in [(4, 25), (12, 15), (40, 25)] {
        let mut naive = 0;
        let found = share(8, |dice| {
            let (mut base, mut cand, mut labels) = (Vec::new(), Vec::new(), Vec::new());
            for label in 0..clusters {
                // Each model has its own luck with a template.
                let (p, q) = (0.6 + dice.centred(0.15), 0.6 + dice.centred(0.15));
                for _ in 0..size {
                    base.push(dice.coin(p));
                    cand.push(dice.coin(q));
                    labels.push(label);
                }
            }
            let plain = compare(Pairs::new(&base, &cand, None).unwrap(), Level::P95).unwrap();
            naive += u32::from(plain.p_value <= 0.05);
            let pairs = Pairs::new(&base, &cand, Some(&labels)).unwrap();
            let found = compare(pairs, Level::P95).unwrap();
            found.p_value <= 0.05
        });
        at_most(found, 0.05);
        let naive = f64::from(naive) / f64::from(ROUNDS);
        assert!(
            naive > 0.15,
            "the simulated clusters matter: {naive} without them"
        );
    }
}

#[test]
fn planned_items_find_the_planned_drop() {
    for (psi, delta) in [(0.12, 0.04), (0.2, 0.08)] {
        let design = Design::new(0.05, 0.8, Sides::Two, 1.0).unwrap();
        let n = needed_items(delta, Spread::Discordance(psi), design).unwrap() as usize;
        let found = share(9, |dice| {
            let (base, cand) = pairs(dice, n, psi, -delta);
            let found = compare(Pairs::new(&base, &cand, None).unwrap(), Level::P95).unwrap();
            found.difference < 0.0 && found.p_value <= 0.05
        });
        at_least(found, 0.8);
        assert!(
            found < 0.84,
            "nor are many more items asked for than needed: {found}"
        );
    }
}

#[test]
fn holm_keeps_the_family_error_rate() {
    let found = share(10, |dice| {
        let p_values: Vec<f64> = (0..8).map(|_| dice.uniform()).collect();
        holm(&p_values).unwrap().iter().any(|p| *p <= 0.05)
    });
    at_most(found, 0.05);
    at_least(found, 0.04);
}
