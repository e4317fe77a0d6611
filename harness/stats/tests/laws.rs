//! Laws that hold for any scores.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tribunal_stats::{
    Comparison, Estimate, Level, Method, PairMethod, Pairs, Scores, Stratum, compare, estimate,
    label_ids, stratified, sum,
};

/// Items as (baseline, candidate, cluster): right or wrong, or in quarters.
fn items() -> impl Strategy<Value = Vec<(f64, f64, u32)>> {
    let item = |steps: u32| {
        (0..=steps, 0..=steps, 0_u32..12).prop_map(move |(base, cand, label)| {
            (
                f64::from(base) / f64::from(steps),
                f64::from(cand) / f64::from(steps),
                label,
            )
        })
    };
    prop_oneof![
        prop::collection::vec(item(1), 1..60),
        prop::collection::vec(item(4), 1..60),
    ]
}

fn of(items: &[(f64, f64, u32)], clustered: bool, level: Level) -> Estimate {
    let values: Vec<f64> = items.iter().map(|item| item.1).collect();
    let labels: Vec<u32> = items.iter().map(|item| item.2).collect();
    let scores = if clustered {
        Scores::clustered(&values, &labels)
    } else {
        Scores::independent(&values)
    };
    estimate(scores.unwrap(), level).unwrap()
}

fn versus(items: &[(f64, f64, u32)], clustered: bool) -> Comparison {
    let base: Vec<f64> = items.iter().map(|item| item.0).collect();
    let cand: Vec<f64> = items.iter().map(|item| item.1).collect();
    let labels: Vec<u32> = items.iter().map(|item| item.2).collect();
    let labels = clustered.then_some(labels.as_slice());
    compare(Pairs::new(&base, &cand, labels).unwrap(), Level::P95).unwrap()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// The same cases in every run.
fn fixed_cases() -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(20_261_123),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(fixed_cases())]

    #[test]
    fn intervals_hold_their_mean_and_are_never_certain(items in items(), clustered: bool) {
        let found = of(&items, clustered, Level::P95);
        prop_assert!(0.0 <= found.low && found.low <= found.mean);
        prop_assert!(found.mean <= found.high && found.high <= 1.0);
        prop_assert!(found.high - found.low > 1e-3);
    }

    #[test]
    fn order_does_not_matter((items, shuffled) in items()
        .prop_flat_map(|items| (Just(items.clone()), Just(items).prop_shuffle())), clustered: bool)
    {
        let (a, b) = (of(&items, clustered, Level::P95), of(&shuffled, clustered, Level::P95));
        prop_assert!(close(a.mean, b.mean) && close(a.low, b.low) && close(a.high, b.high));
        let (a, b) = (versus(&items, clustered), versus(&shuffled, clustered));
        prop_assert!(close(a.low, b.low) && close(a.high, b.high) && close(a.p_value, b.p_value));
    }

    #[test]
    fn the_same_order_gives_the_same_bits(items in items(), clustered: bool) {
        let (a, b) = (of(&items, clustered, Level::P95), of(&items, clustered, Level::P95));
        prop_assert_eq!((a.low.to_bits(), a.high.to_bits()), (b.low.to_bits(), b.high.to_bits()));
        prop_assert_eq!(versus(&items, clustered), versus(&items, clustered));
    }

    #[test]
    fn labels_are_only_names(items in items()) {
        let renamed: Vec<_> = items.iter().map(|&(b, c, label)| (b, c, 1000 - 7 * label)).collect();
        let (a, b) = (of(&items, true, Level::P95), of(&renamed, true, Level::P95));
        prop_assert!(close(a.low, b.low) && close(a.high, b.high));
        let (a, b) = (versus(&items, true), versus(&renamed, true));
        prop_assert!(close(a.low, b.low) && close(a.p_value, b.p_value));
    }

    #[test]
    fn wrong_mirrors_right(items in items(), clustered: bool) {
        let mirrored: Vec<_> = items.iter().map(|&(b, c, l)| (1.0 - b, 1.0 - c, l)).collect();
        let (a, b) = (of(&items, clustered, Level::P95), of(&mirrored, clustered, Level::P95));
        prop_assert!(close(a.low, 1.0 - b.high) && close(a.high, 1.0 - b.low));
    }

    #[test]
    fn swapping_sides_mirrors_the_difference(items in items(), clustered: bool) {
        let swapped: Vec<_> = items.iter().map(|&(b, c, label)| (c, b, label)).collect();
        let (a, b) = (versus(&items, clustered), versus(&swapped, clustered));
        prop_assert!(close(a.low, -b.high) && close(a.high, -b.low) && close(a.p_value, b.p_value));
        prop_assert_eq!((a.wins, a.losses, a.ties), (b.losses, b.wins, b.ties));
    }

    #[test]
    fn differences_are_never_certain(items in items(), clustered: bool) {
        let found = versus(&items, clustered);
        prop_assert!(-1.0 <= found.low && found.low <= found.difference);
        prop_assert!(found.difference <= found.high && found.high <= 1.0);
        prop_assert!(found.standard_error > 0.0 && found.high > found.low);
        prop_assert!((0.0..=1.0).contains(&found.p_value));
        prop_assert_eq!(found.wins + found.losses + found.ties, found.n);
    }

    /// The same items and clusters again, so that the spread stays and only n grows. The
    /// bootstrap is let off: it starts at eight clusters, and what it then sees in them
    /// may rightly widen an interval that t over four could not.
    #[test]
    fn more_items_never_widen(items in items(), clustered: bool) {
        prop_assume!(!clustered || items.iter().any(|item| item.2 != items[0].2));
        prop_assume!(items.len() > 1);
        let mut twice = items.clone();
        twice.extend(items.iter().map(|&(b, c, label)| (b, c, label + 100)));
        let (few, more) = (of(&items, clustered, Level::P95), of(&twice, clustered, Level::P95));
        if more.method != Method::WildBootstrap {
            prop_assert!(more.high - more.low <= few.high - few.low + 1e-12, "{few:?} {more:?}");
        }
        let (few, more) = (versus(&items, clustered), versus(&twice, clustered));
        if more.method != PairMethod::WildBootstrap {
            prop_assert!(more.high - more.low <= few.high - few.low + 1e-12, "{few:?} {more:?}");
        }
    }

    #[test]
    fn more_confidence_never_narrows(items in items(), clustered: bool) {
        let ends = [0.5, 0.8, 0.95, 0.99].map(|level| {
            let found = of(&items, clustered, Level::new(level).unwrap());
            (found.low, found.high)
        });
        for pair in ends.windows(2) {
            prop_assert!(pair[1].0 <= pair[0].0 && pair[0].1 <= pair[1].1, "{ends:?}");
        }
    }

    #[test]
    fn one_stratum_is_the_plain_mean(items in items(), weight in 0.1..9.0_f64) {
        let values: Vec<f64> = items.iter().map(|item| item.1).collect();
        let scores = Scores::independent(&values).unwrap();
        let found = stratified(&[Stratum { weight, scores }], Level::P95).unwrap().unwrap();
        prop_assert!(close(found.mean, of(&items, false, Level::P95).mean));
        prop_assert!(0.0 <= found.low && found.low <= found.mean);
        prop_assert!(found.mean <= found.high && found.high <= 1.0 && found.high > found.low);
    }

    #[test]
    fn any_numbers_are_accepted_or_refused(values in prop::collection::vec(any::<f64>(), 0..5)) {
        let valid = values.iter().all(|value| (0.0..=1.0).contains(value));
        prop_assert_eq!(Scores::independent(&values).is_ok(), valid);
        prop_assert_eq!(Pairs::new(&values, &values, None).is_ok(), valid);
        if let Ok(scores) = Scores::independent(&values) {
            prop_assert_eq!(estimate(scores, Level::P95).is_none(), values.is_empty());
        }
    }

    #[test]
    fn compensated_sums_are_exact_for_dyadic_terms(terms in prop::collection::vec(-1_i32..=1, 0..200)) {
        let exact: i32 = terms.iter().sum();
        let spread = terms.iter().map(|&term| f64::from(term)).chain([1e17, 1.0, -1e17]);
        prop_assert_eq!(sum(spread), f64::from(exact) + 1.0);
    }

    #[test]
    fn label_numbers_keep_equality(labels in prop::collection::vec("[a-c]{0,2}", 0..30)) {
        let ids = label_ids(&labels);
        for (a, x) in labels.iter().zip(&ids) {
            for (b, y) in labels.iter().zip(&ids) {
                prop_assert_eq!(a.cmp(b), x.cmp(y));
            }
        }
    }
}
