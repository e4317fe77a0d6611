//! Figures computed by scipy and statsmodels (`ci/stats-golden.py`), frozen in
//! `tests/golden.json` with the inputs they belong to.

use serde::Deserialize;

use crate::bootstrap::Wild;
use crate::cluster::{groups, standard_error};
use crate::quantile::{normal_quantile, t_quantile, t_two_tailed};
use crate::*;

#[derive(Deserialize)]
struct Golden {
    normal_quantile: Vec<[f64; 2]>,
    t_quantile: Vec<[f64; 3]>,
    t_two_tailed: Vec<[f64; 3]>,
    wilson: Vec<(u64, u64, f64, f64, f64)>,
    t_intervals: Vec<TInterval>,
    wild_bootstrap: WildBootstrap,
    stratified: Strata,
    paired: Vec<Paired>,
    mcnemar: Vec<(u64, u64, u64, f64, f64, f64)>,
    chernoff: Vec<(f64, u64, f64, f64)>,
    repeats: Vec<(u32, u32, u32, f64, f64)>,
    noise: Noise,
    power: Vec<(f64, f64, f64, f64, u64)>,
    holm: Holm,
}

#[derive(Deserialize)]
struct TInterval {
    values: Vec<f64>,
    labels: Option<Vec<u32>>,
    mean: f64,
    standard_error: f64,
    low: f64,
    high: f64,
}

#[derive(Deserialize)]
struct WildBootstrap {
    values: Vec<f64>,
    labels: Vec<u32>,
    critical: f64,
    t: f64,
}

#[derive(Deserialize)]
struct Strata {
    weights: Vec<f64>,
    values: Vec<Vec<f64>>,
    mean: f64,
    low: f64,
    high: f64,
}

#[derive(Deserialize)]
struct Paired {
    base: Vec<f64>,
    candidate: Vec<f64>,
    labels: Option<Vec<u32>>,
    difference: f64,
    standard_error: f64,
    low: f64,
    high: f64,
    p_value: f64,
    correlation: f64,
}

#[derive(Deserialize)]
struct Noise {
    attempts: Vec<Vec<f64>>,
    within: f64,
    between: f64,
}

#[derive(Deserialize)]
struct Holm {
    p: Vec<f64>,
    adjusted: Vec<f64>,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("../tests/golden.json")).unwrap()
}

#[track_caller]
fn close(what: &str, found: f64, expected: f64) {
    let off = (found - expected).abs();
    assert!(
        off <= 1e-10 * expected.abs() + 1e-14,
        "{what}: found {found:?}, expected {expected:?}"
    );
}

fn scores<'a>(values: &'a [f64], labels: Option<&'a [u32]>) -> Scores<'a> {
    match labels {
        Some(labels) => Scores::clustered(values, labels).unwrap(),
        None => Scores::independent(values).unwrap(),
    }
}

#[test]
fn quantiles_and_tails() {
    let golden = golden();
    for [p, expected] in golden.normal_quantile {
        close(&format!("z at {p}"), normal_quantile(p), expected);
    }
    for [p, df, expected] in golden.t_quantile {
        close(&format!("t({df}) at {p}"), t_quantile(p, df), expected);
    }
    for [t, df, expected] in golden.t_two_tailed {
        close(
            &format!("tails of t({df}) at {t}"),
            t_two_tailed(t, df),
            expected,
        );
    }
}

#[test]
fn wilson_intervals() {
    for (successes, n, level, low, high) in golden().wilson {
        let found = wilson(successes, n, Level::new(level).unwrap()).unwrap();
        close(
            &format!("low end of {successes}/{n} at {level}"),
            found.low,
            low,
        );
        close(
            &format!("high end of {successes}/{n} at {level}"),
            found.high,
            high,
        );
    }
}

#[test]
fn t_intervals_and_clusters() {
    for case in golden().t_intervals {
        let labels = case.labels.as_deref();
        let found = estimate(scores(&case.values, labels), Level::P95).unwrap();
        close("mean", found.mean, case.mean);
        let error = standard_error(&groups(&case.values, labels, found.mean));
        close("standard error", error, case.standard_error);
        close("low end", found.low, case.low);
        close("high end", found.high, case.high);
    }
}

#[test]
fn wild_bootstrap_over_every_pattern() {
    let WildBootstrap {
        values,
        labels,
        critical,
        t,
    } = golden().wild_bootstrap;
    let found = estimate(scores(&values, Some(&labels)), Level::P95).unwrap();
    let groups = groups(&values, Some(&labels), found.mean);
    close(
        "critical value",
        Wild::of(&groups).unwrap().critical(Level::P95),
        critical,
    );
    assert!(critical > t);
    assert_eq!(found.method, Method::WildBootstrap);
    close(
        "high end",
        found.high,
        found.mean + critical * standard_error(&groups),
    );
}

#[test]
fn stratified_score() {
    let Strata {
        weights,
        values,
        mean,
        low,
        high,
    } = golden().stratified;
    let strata: Vec<Stratum<'_>> = weights
        .iter()
        .zip(&values)
        .map(|(&weight, values)| Stratum {
            weight,
            scores: scores(values, None),
        })
        .collect();
    let found = stratified(&strata, Level::P95).unwrap().unwrap();
    close("score", found.mean, mean);
    close("low end", found.low, low);
    close("high end", found.high, high);
}

#[test]
fn paired_t() {
    for case in golden().paired {
        let pairs = Pairs::new(&case.base, &case.candidate, case.labels.as_deref()).unwrap();
        let found = compare(pairs, Level::P95).unwrap();
        close("difference", found.difference, case.difference);
        close("standard error", found.standard_error, case.standard_error);
        close("low end", found.low, case.low);
        close("high end", found.high, case.high);
        close("p value", found.p_value, case.p_value);
        close("correlation", found.correlation.unwrap(), case.correlation);
    }
}

#[test]
fn mcnemar_and_bonett_price() {
    for (base_only, candidate_only, n, p, low, high) in golden().mcnemar {
        let what = format!("{base_only} against {candidate_only} of {n}");
        close(&what, mcnemar_mid_p(base_only, candidate_only), p);
        let found = bonett_price(base_only, candidate_only, n, Level::P95).unwrap();
        close(&what, found.low, low);
        close(&what, found.high, high);
    }
}

#[test]
fn chernoff_intervals() {
    for (mean, n, low, high) in golden().chernoff {
        let found = chernoff(mean, n, Level::P95).unwrap();
        close(&format!("low end at {mean}, {n}"), found.low, low);
        close(&format!("high end at {mean}, {n}"), found.high, high);
    }
}

#[test]
fn repeats_and_noise() {
    let golden = golden();
    for (attempts, correct, k, any, all) in golden.repeats {
        let items = [Tally { attempts, correct }];
        let what = format!("{k} of {attempts} with {correct} correct");
        let found = pass_at_k(&items, None, k, Level::P95).unwrap();
        close(&what, found.estimate.unwrap().mean, any);
        let found = pass_pow_k(&items, None, k, Level::P95).unwrap();
        close(&what, found.estimate.unwrap().mean, all);
    }
    let found = noise_split(&golden.noise.attempts).unwrap().unwrap();
    close("within", found.within, golden.noise.within);
    close("between", found.between.unwrap(), golden.noise.between);
}

#[test]
fn power_and_holm() {
    let golden = golden();
    for (difference, sd, alpha, power, n) in golden.power {
        let design = Design::new(alpha, power, Sides::One, 1.0).unwrap();
        assert_eq!(needed_items(difference, Spread::Sd(sd), design), Ok(n));
        let seen = minimum_detectable(n, Spread::Sd(sd), design)
            .unwrap()
            .unwrap();
        assert!(seen <= difference && difference - seen < 1e-3);
    }
    let adjusted = holm(&golden.holm.p).unwrap();
    for (found, expected) in adjusted.into_iter().zip(golden.holm.adjusted) {
        close("adjusted p", found, expected);
    }
}
