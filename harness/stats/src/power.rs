//! What a paired comparison can see, before and after it is made.

use crate::StatsError;
use crate::level::probability;
use crate::quantile::normal_quantile;

/// Whether a test looks one way or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sides {
    /// Only for a drop, or only for a gain.
    One,
    /// For either.
    Two,
}

/// How much paired differences spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// Right-or-wrong items: the share ψ in (0, 1] on which the two sides differ.
    /// The variance is then ψ − δ² at a true difference δ.
    Discordance(f64),
    /// Standard deviation of an item's difference, in (0, 1].
    Sd(f64),
}

/// A test's error rates and the cost of clustering.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Design {
    quantiles: f64,
    design_effect: f64,
}

impl Design {
    /// A test at error rate `alpha` that finds a real difference with probability
    /// `power` > ½, on items whose clustering multiplies the variance by
    /// `design_effect` > 0 (1 without clusters; see [`design_effect`]).
    ///
    /// # Errors
    /// [`StatsError::NotAProbability`], or [`StatsError::Range`].
    pub fn new(
        alpha: f64,
        power: f64,
        sides: Sides,
        design_effect: f64,
    ) -> Result<Self, StatsError> {
        let alpha = probability("alpha", alpha)?;
        let power = probability("power", power)?;
        let tail = match sides {
            Sides::One => alpha,
            Sides::Two => alpha / 2.0,
        };
        let quantiles = normal_quantile(1.0 - tail) + normal_quantile(power);
        if quantiles <= 0.0 {
            return Err(range("power", power, "above the error rate, usually 0.8"));
        }
        if !(design_effect.is_finite() && design_effect > 0.0) {
            return Err(range(
                "design effect",
                design_effect,
                "a positive number, 1 without clusters",
            ));
        }
        Ok(Self {
            quantiles,
            design_effect,
        })
    }

    /// (z_{1−α} + z_{1−β})²·deff: the variance that δ²·n must outweigh, in units of sd².
    fn factor(self) -> f64 {
        self.quantiles.powi(2) * self.design_effect
    }
}

/// The smallest true difference in (0, 1] that `n` pairs reveal with the design's power;
/// `None` if no difference that such a spread allows can be seen with so few.
///
/// # Errors
/// [`StatsError::Range`] for a spread outside its range.
pub fn minimum_detectable(
    n: u64,
    spread: Spread,
    design: Design,
) -> Result<Option<f64>, StatsError> {
    let per_item = design.factor() / n as f64;
    let (difference, most) = match checked(spread)? {
        // δ² = k·(ψ − δ²), solved for δ; items that do not differ cannot add to it.
        Spread::Discordance(share) => ((per_item * share / (1.0 + per_item)).sqrt(), share),
        Spread::Sd(sd) => (sd * per_item.sqrt(), 1.0),
    };
    Ok((n > 0 && difference <= most).then_some(difference))
}

/// How many pairs reveal a true difference `difference` in (0, 1] with the design's power.
///
/// # Errors
/// [`StatsError::Range`] for a spread or difference outside its range, or a difference
/// larger than the discordance allows.
pub fn needed_items(difference: f64, spread: Spread, design: Design) -> Result<u64, StatsError> {
    if !(difference > 0.0 && difference <= 1.0) {
        return Err(range("difference", difference, "above 0 and at most 1"));
    }
    let variance = match checked(spread)? {
        Spread::Discordance(share) if share < difference => {
            return Err(range("discordance", share, "at least the difference"));
        }
        Spread::Discordance(share) => share - difference.powi(2),
        Spread::Sd(sd) => sd * sd,
    };
    let items = design.factor() * variance / difference.powi(2);
    // A float-to-integer cast saturates, so an absurdly small difference asks for u64::MAX.
    Ok((items.ceil() as u64).max(1))
}

/// 1 + (m̄ − 1)·ICC: how much clusters of mean size `mean_size` ≥ 1 whose items have
/// intra-cluster correlation `icc` in [0, 1] multiply the variance of a mean.
///
/// # Errors
/// [`StatsError::Range`].
pub fn design_effect(mean_size: f64, icc: f64) -> Result<f64, StatsError> {
    if !(mean_size.is_finite() && mean_size >= 1.0) {
        return Err(range("mean cluster size", mean_size, "at least 1"));
    }
    if !(0.0..=1.0).contains(&icc) {
        return Err(range("intra-cluster correlation", icc, "between 0 and 1"));
    }
    Ok(1.0 + (mean_size - 1.0) * icc)
}

fn checked(spread: Spread) -> Result<Spread, StatsError> {
    let (what, value) = match spread {
        Spread::Discordance(share) => ("discordance", share),
        Spread::Sd(sd) => ("standard deviation", sd),
    };
    if value > 0.0 && value <= 1.0 {
        Ok(spread)
    } else {
        Err(range(what, value, "above 0 and at most 1"))
    }
}

fn range(what: &'static str, value: f64, range: &'static str) -> StatsError {
    StatsError::Range { what, value, range }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn gate() -> Design {
        Design::new(0.05, 0.8, Sides::One, 1.0).unwrap()
    }

    #[test]
    fn items_for_two_points() {
        for (share, items) in [(0.05, 767), (0.1, 1540), (0.2, 3086), (0.3, 4631)] {
            assert_eq!(
                needed_items(0.02, Spread::Discordance(share), gate()),
                Ok(items)
            );
        }
    }

    #[test]
    fn differences_at_the_sizes_in_use() {
        for (n, share, points) in [
            (200, 0.05, 3.9),
            (500, 0.1, 3.5),
            (1000, 0.2, 3.5),
            (2000, 0.3, 3.0),
        ] {
            let found = minimum_detectable(n, Spread::Discordance(share), gate())
                .unwrap()
                .unwrap();
            assert!(
                (100.0 * found - points).abs() < 0.06,
                "{n} {share}: {found}"
            );
        }
    }

    #[test]
    fn too_few_pairs_see_nothing() {
        assert_eq!(
            minimum_detectable(10, Spread::Discordance(0.1), gate()),
            Ok(None)
        );
        assert_eq!(minimum_detectable(0, Spread::Sd(0.5), gate()), Ok(None));
        assert_eq!(minimum_detectable(5, Spread::Sd(1.0), gate()), Ok(None));
    }

    #[test]
    fn clusters_cost_their_design_effect() {
        let effect = design_effect(25.0, 0.1).unwrap();
        assert!((effect - 3.4).abs() < 1e-15);
        let clustered = Design::new(0.05, 0.8, Sides::One, effect).unwrap();
        let plain = needed_items(0.02, Spread::Sd(0.4), gate()).unwrap() as f64;
        let more = needed_items(0.02, Spread::Sd(0.4), clustered).unwrap() as f64;
        assert!((more / plain - effect).abs() < 0.01);
        assert!(design_effect(0.5, 0.1).is_err() && design_effect(2.0, -0.1).is_err());
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(Design::new(0.0, 0.8, Sides::One, 1.0).is_err());
        assert!(Design::new(0.05, 1.0, Sides::One, 1.0).is_err());
        assert!(Design::new(0.05, 0.01, Sides::One, 1.0).is_err());
        assert!(Design::new(0.05, 0.8, Sides::Two, 0.0).is_err());
        assert!(needed_items(0.0, Spread::Sd(0.3), gate()).is_err());
        assert!(needed_items(0.2, Spread::Discordance(0.1), gate()).is_err());
        assert!(minimum_detectable(9, Spread::Sd(f64::NAN), gate()).is_err());
        assert_eq!(needed_items(1e-300, Spread::Sd(0.3), gate()), Ok(u64::MAX));
    }

    proptest! {
        #![proptest_config(crate::fixed_cases())]

        #[test]
        fn needed_undoes_detectable(n in 50_u64..100_000, share in 0.05..1.0_f64) {
            if let Some(seen) = minimum_detectable(n, Spread::Discordance(share), gate()).unwrap() {
                let back = needed_items(seen, Spread::Discordance(share), gate()).unwrap();
                prop_assert!(back.abs_diff(n) <= 1);
            }
        }

        #[test]
        fn more_items_see_more(n in 100_u64..100_000, sd in 0.01..0.5_f64) {
            let few = minimum_detectable(n, Spread::Sd(sd), gate()).unwrap();
            let more = minimum_detectable(n + 1, Spread::Sd(sd), gate()).unwrap();
            prop_assert!(few.is_some() && more < few);
        }
    }
}
