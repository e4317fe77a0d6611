//! Quantiles and tails of the normal, t and binomial distributions, over `statrs`.
//!
//! Every caller hands over probabilities in (0, 1) and at least one degree of
//! freedom; the constructors of [`crate::Level`] and the cluster counts see to it.

use statrs::function::beta::beta_reg;
use statrs::function::erf::erfc_inv;
use statrs::function::gamma::ln_gamma;

use crate::Sum;

/// The standard normal quantile at `probability`.
pub(crate) fn normal_quantile(probability: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erfc_inv(2.0 * probability)
}

/// Both tails of Student's t beyond `|t|` with `df` degrees of freedom.
pub(crate) fn t_two_tailed(t: f64, df: f64) -> f64 {
    beta_reg(df / 2.0, 0.5, df / (df + t * t))
}

fn t_density(t: f64, df: f64) -> f64 {
    let log_scale = ln_gamma(f64::midpoint(df, 1.0))
        - ln_gamma(df / 2.0)
        - 0.5 * (df * std::f64::consts::PI).ln();
    (log_scale - f64::midpoint(df, 1.0) * (t * t / df).ln_1p()).exp()
}

/// The quantile of Student's t at `probability` ≥ ½ with `df` > 0 degrees of freedom.
///
/// Above 1000 degrees the Cornish–Fisher series in 1/df (Abramowitz & Stegun 26.7.5)
/// is exact to 1e-12 and does not lose digits as the incomplete beta does when its
/// argument nears 1; below, Newton's method from that series, kept to the bracket.
pub(crate) fn t_quantile(probability: f64, df: f64) -> f64 {
    let series = cornish_fisher(normal_quantile(probability), df);
    if df > 1000.0 {
        return series;
    }
    let tails = 2.0 * (1.0 - probability);
    let (mut low, mut high) = (0.0_f64, f64::INFINITY);
    let mut t = series.max(0.0);
    for _ in 0..200 {
        let excess = t_two_tailed(t, df) - tails;
        if excess > 0.0 {
            low = t;
        } else {
            high = t;
        }
        let newton = t + excess / (2.0 * t_density(t, df));
        let next = if newton > low && newton < high {
            newton
        } else if high.is_finite() {
            f64::midpoint(low, high)
        } else {
            2.0 * t + 1.0
        };
        if (next - t).abs() <= 1e-14 * t.max(1e-300) {
            return next;
        }
        t = next;
    }
    t
}

fn cornish_fisher(z: f64, df: f64) -> f64 {
    let z2 = z * z;
    let g1 = z * (z2 + 1.0) / 4.0;
    let g2 = z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    let g3 = z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    let g4 = z * ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92160.0;
    z + (g1 + (g2 + (g3 + g4 / df) / df) / df) / df
}

/// The most throws whose probabilities are added up one by one: 2⁻¹⁰⁰⁰ is still a normal
/// number, and the sum keeps the digits that differences of large logarithms lose.
const ADDED_UP: u64 = 1000;

/// Probabilities of at most, and of exactly, `successes` in `trials` > `successes` throws
/// of a fair coin.
pub(crate) fn fair_coin(successes: u64, trials: u64) -> (f64, f64) {
    let (s, n) = (successes as f64, trials as f64);
    if trials <= ADDED_UP {
        let mut exactly = 0.5_f64.powi(trials as i32);
        let mut at_most = Sum::from_iter([exactly]);
        for heads in 0..successes {
            exactly *= (trials - heads) as f64 / (heads + 1) as f64;
            at_most.add(exactly);
        }
        return (at_most.value(), exactly);
    }
    let ways = ln_gamma(n + 1.0) - ln_gamma(s + 1.0) - ln_gamma(n - s + 1.0);
    let exactly = (ways - n * std::f64::consts::LN_2).exp();
    (beta_reg(n - s, s + 1.0, 0.5), exactly)
}
