//! `beyondbench.medium.algebraic_sequence`: `f`, of which the prompt tells everything, by its
//! definition in exact numbers, without the shortcuts of the generator: roots by comparing squares,
//! the root of e by the convergents of its continued fraction, logarithms by bracketing them
//! between exponentials, recurrences unreduced, the Pell equation by the cyclic method of Bhaskara.
//! Two different values of `f` then decide the disguise.

use num_bigint::BigInt;

use super::terms::{self, Disguised, Known, told};
use crate::{Doubt, Proof, Question, ensure};

mod exact;

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.algebraic_sequence",
    method: "the definition in exact numbers",
    confirm,
};

/// The most terms, the key among them.
const LONGEST: usize = 65;
/// The last place that a sequence may start from.
const LAST_START: i64 = 60;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let shown = terms::terms(question, 2)?;
    ensure!(shown.len() < LONGEST, "{} terms are shown", shown.len());
    let rule = Rule {
        question,
        start: told(question, "start", 1..=LAST_START)?,
        count: shown.len() as i64 + 1,
    };
    let known = Known::new(rule.values()?);
    let next = Disguised::new(&shown)?.continued(&known, 0);
    terms::confirm_only(question, next)
}

/// What the prompt tells.
struct Rule<'a> {
    question: &'a Question<'a>,
    start: i64,
    count: i64,
}

impl Rule<'_> {
    /// A coefficient.
    fn coefficient(&self, name: &str) -> Result<i64, Doubt> {
        told(self.question, name, 1..=1_000_000)
    }

    fn modulus(&self) -> Result<i64, Doubt> {
        told(self.question, "modulus", 2..=1_000_000)
    }

    /// The places whose values are asked for.
    fn places(&self) -> std::ops::Range<i64> {
        self.start..self.start + self.count
    }

    /// The values of `f` there.
    fn values(&self) -> Result<Vec<i64>, Doubt> {
        let c = || self.coefficient("c");
        let k = || self.coefficient("k");
        match self.question.variation {
            "radical_recurrence" => {
                let (c, k) = (c()?, k()?);
                let step = |(place, value): &(i64, i64)| {
                    let place = place + 1;
                    Some((place, root(c * value + k * place * place)))
                };
                let values = std::iter::successors(Some((self.start, c)), step);
                let values = values.map(|(_, value)| value);
                Ok(values.take(self.count as usize).collect())
            }
            "transcendental_floor" => {
                let c = c()?;
                let of = |n| exact::floor_root_of_e(c * n, n).ok_or_else(|| unsure(n));
                self.places().map(of).collect()
            }
            "nested_radical" => {
                let c = c()?;
                Ok(self.places().map(|n| nested_root(c * n)).collect())
            }
            "algebraic_irrationals" => {
                let (c, k) = (c()?, k()?);
                Ok(self.places().map(|n| irrational(c, k, n)).collect())
            }
            "continued_fraction" => {
                let (c, k) = (c()?, k()?);
                let (mut before, mut value) = (BigInt::from(1), BigInt::from(c));
                let mut all = vec![before.clone(), value.clone()];
                while (all.len() as i64) < self.places().end {
                    (before, value) = (value.clone(), value * c + before);
                    all.push(value.clone());
                }
                let of = |n: i64| rest(&all[n as usize], n + k);
                Ok(self.places().map(of).collect())
            }
            "diophantine_solutions" => {
                let modulus = self.modulus()?;
                let of = |n: i64| (exact::pell(n) % i128::from(modulus)) as i64;
                Ok(self.places().map(of).collect())
            }
            "modular_arithmetic" => {
                let k = k()?;
                // The 125th Fibonacci number has 26 digits.
                let (mut now, mut next) = (0i128, 1i128);
                let mut all = Vec::new();
                for _ in 0..self.places().end {
                    all.push(now);
                    (now, next) = (next, now + next);
                }
                let of = |n: i64| {
                    let cube = i128::from(n * n * n);
                    ((cube + all[n as usize]) % i128::from(n + k)) as i64
                };
                Ok(self.places().map(of).collect())
            }
            "catalan_like" => Ok(self.convolution(c()?, self.modulus()?)),
            "lambert_w" => {
                let c = c()?;
                let of = |n| exact::floor_over_log(c * n, n).ok_or_else(|| unsure(n));
                self.places().map(of).collect()
            }
            "hypergeometric_like" => {
                let modulus = self.modulus()?;
                let mut product = BigInt::from(1);
                let mut values = Vec::new();
                for n in 1..self.places().end {
                    product *= 2 * n - 1;
                    if n >= self.start {
                        values.push(rest(&(&product >> (n - 1)), modulus));
                    }
                }
                Ok(values)
            }
            other => Err(Doubt::new(format!("{other} is no variation"))),
        }
    }

    /// `t(0) = c` and `t(n)` the sum of all `t(i) t(n-1-i)`, plus `n`: each `t` is added to all
    /// later ones that it takes part in as soon as it is known.
    fn convolution(&self, c: i64, modulus: i64) -> Vec<i64> {
        let end = self.places().end as usize;
        let mut all: Vec<i64> = (0..end as i64).collect();
        all[0] = c;
        for i in 0..end {
            all[i] %= modulus;
            for j in (0..=i).take_while(|j| i + j + 1 < end) {
                let twice = if i == j { 1 } else { 2 };
                let sum = all[i + j + 1] + twice * (all[i] * all[j] % modulus);
                all[i + j + 1] = sum;
            }
        }
        all.split_off(self.start as usize)
    }
}

fn unsure(n: i64) -> Doubt {
    Doubt::new(format!("the floor at {n} can't be told"))
}

/// The remainder of a value that is not negative.
fn rest(value: &BigInt, modulus: i64) -> i64 {
    i64::try_from(value % modulus).unwrap_or_default()
}

/// The floor of a square root, by halving the interval that holds it.
fn root(square: i64) -> i64 {
    let (mut low, mut high) = (0, 1 << 31);
    while high - low > 1 {
        let middle = i64::midpoint(low, high);
        if middle * middle <= square {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// `floor(sqrt(m + sqrt(m + sqrt(m))))`: the largest `v` that squaring three times does not rule
/// out, which is hardly more than the root of `m`.
fn nested_root(m: i64) -> i64 {
    let reached = |v: i64| {
        let (m, v) = (i128::from(m), i128::from(v));
        let once = v * v - m;
        let twice = once * once - m;
        once <= 0 || twice <= 0 || twice * twice <= m
    };
    largest(root(m), reached)
}

/// `floor((c n + sqrt k) / (2 + 1/n))`: the largest `v` with `v (2n + 1) - c n^2 <= n sqrt k`.
fn irrational(c: i64, k: i64, n: i64) -> i64 {
    let reached = |v: i64| {
        let left = v * (2 * n + 1) - c * n * n;
        left <= 0 || left * left <= n * n * k
    };
    largest(c * n * n / (2 * n + 1), reached)
}

/// The largest number that is reached, from one on that is.
fn largest(from: i64, reached: impl Fn(i64) -> bool) -> i64 {
    let mut value = from;
    while reached(value + 1) {
        value += 1;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_agree_with_floats_away_from_the_edges() {
        for m in 1..2_000i64 {
            assert_eq!(root(m), (m as f64 + 0.5).sqrt() as i64);
            let m_float = m as f64;
            let nested = (m_float + (m_float + m_float.sqrt()).sqrt()).sqrt();
            if (nested - nested.round()).abs() > 1e-9 {
                assert_eq!(nested_root(m), nested as i64, "{m}");
            }
            let value = (20.0 * m_float + 7f64.sqrt()) / (2.0 + 1.0 / m_float);
            if (value - value.round()).abs() > 1e-9 {
                assert_eq!(irrational(20, 7, m), value as i64, "{m}");
            }
        }
    }
}
