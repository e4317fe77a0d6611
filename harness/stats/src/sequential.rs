//! Deciding while the items come in, valid under any peeking.

use crate::StatsError;
use crate::level::probability;

/// What a [`Sequential`] test has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The mean difference lies above −margin: the candidate is not worse by the margin.
    Better,
    /// It lies below −margin.
    Worse,
}

/// A sequential test of δ ≤ −m against δ > −m, and of the mirror image, by betting, where δ is
/// the mean of E\[d\] over the cells of a plan.
///
/// Differences come in blocks: one of each cell, independent of each other given what came before.
/// With g = d + m a gambler who puts λ ≥ 0 on every g of a block, chosen before the block is seen,
/// multiplies the wealth by ∏(1 + λgᵢ). If δ ≤ −m the expected factor is ∏(1 + λE\[gᵢ\]) ≤
/// exp(λΣE\[gᵢ\]) ≤ 1, whatever the single cells' means are: the wealth is a supermartingale over
/// blocks, and by Ville's inequality ever reaches 1/α with probability at most α. So a finding at
/// the end of a block stands whenever one looks, and however often. (Waudby-Smith and Ramdas,
/// "Estimating means of bounded random variables by betting", 2024, for single observations.)
///
/// The bet is the approximate Kelly fraction μ/(σ² + μ²) of what has been seen so far, kept
/// between 0 and half of what would risk ruin; it starts from a few imagined observations at which
/// the two models are equally good (or, for the mirror image, differ by twice the margin). Both
/// sides err with probability at most α each. Only sums, products and quotients enter, so the same
/// differences in the same order give the same bits everywhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sequential {
    margin: f64,
    threshold: f64,
    better: Gambler,
    worse: Gambler,
    blocks: u64,
    differences: u64,
    found: Option<Finding>,
}

impl Sequential {
    /// A test at a margin in \[0, 1) and an error rate a side.
    ///
    /// # Errors
    /// [`StatsError::Range`] or [`StatsError::NotAProbability`].
    pub fn new(margin: f64, alpha: f64) -> Result<Self, StatsError> {
        let alpha = probability("alpha", alpha)?;
        if !(0.0..1.0).contains(&margin) {
            return Err(StatsError::Range {
                what: "margin",
                value: margin,
                range: "at least 0 and below 1",
            });
        }
        Ok(Self {
            margin,
            threshold: alpha.recip(),
            // The largest loss on g is 1 − m, on −g it is 1 + m.
            better: Gambler::new(margin, 0.5 / (1.0 - margin)),
            worse: Gambler::new(margin, 0.5 / (1.0 + margin)),
            blocks: 0,
            differences: 0,
            found: None,
        })
    }

    /// Takes the next block of differences, candidate minus baseline, in \[−1, 1\]. After a finding
    /// it is counted but changes nothing. An empty block is none.
    ///
    /// # Errors
    /// [`StatsError::Range`] for a difference outside its range; the block then doesn't count.
    pub fn push(&mut self, block: &[f64]) -> Result<(), StatsError> {
        if let Some(value) = block.iter().find(|d| !(-1.0..=1.0).contains(*d)) {
            return Err(StatsError::Range {
                what: "difference",
                value: *value,
                range: "between -1 and 1",
            });
        }
        self.blocks += u64::from(!block.is_empty());
        self.differences += block.len() as u64;
        if self.found.is_some() {
            return Ok(());
        }
        self.better.play(block.iter().map(|d| d + self.margin));
        self.worse.play(block.iter().map(|d| -(d + self.margin)));
        self.found = if self.better.wealth >= self.threshold {
            Some(Finding::Better)
        } else if self.worse.wealth >= self.threshold {
            Some(Finding::Worse)
        } else {
            None
        };
        Ok(())
    }

    /// What has been found, if anything.
    #[must_use]
    pub fn finding(&self) -> Option<Finding> {
        self.found
    }

    /// How many blocks have been taken.
    #[must_use]
    pub fn blocks(&self) -> u64 {
        self.blocks
    }

    /// How many differences were in them.
    #[must_use]
    pub fn differences(&self) -> u64 {
        self.differences
    }

    /// The wealth for "better" and for "worse": evidence that counts as found at 1/α.
    #[must_use]
    pub fn wealth(&self) -> (f64, f64) {
        (self.better.wealth, self.worse.wealth)
    }

    /// The wealth at which something is found: 1/α.
    #[must_use]
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// About how many more differences, one at a time, like those so far would bring a finding, by the rate at
    /// which the bet in force gains; `None` when it does not gain, or something is found already.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        if self.found.is_some() {
            return None;
        }
        [self.better, self.worse]
            .into_iter()
            .filter_map(|gambler| gambler.remaining(self.threshold))
            .min()
    }
}

/// So many imagined observations stand before the real ones.
const IMAGINED: f64 = 10.0;
/// Their variance: right-or-wrong answers that differ on a fifth of the items.
const IMAGINED_VARIANCE: f64 = 0.2;

/// One side's bets.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Gambler {
    wealth: f64,
    most: f64,
    plays: f64,
    sum: f64,
    squares: f64,
}

impl Gambler {
    /// A gambler who expects `mean` a play, and never bets more than `most`.
    fn new(mean: f64, most: f64) -> Self {
        Self {
            wealth: 1.0,
            most,
            plays: IMAGINED,
            sum: IMAGINED * mean,
            squares: IMAGINED * IMAGINED_VARIANCE,
        }
    }

    /// Mean and variance so far.
    fn moments(&self) -> (f64, f64) {
        (self.sum / self.plays, self.squares / self.plays)
    }

    fn bet(&self) -> f64 {
        let (mean, variance) = self.moments();
        (mean / (variance + mean * mean)).clamp(0.0, self.most)
    }

    /// Plays a block at one bet, and learns from it.
    fn play(&mut self, gains: impl Iterator<Item = f64> + Clone) {
        let bet = self.bet();
        for gain in gains.clone() {
            // A bet of at most half of ruin keeps every factor at ½ or more; a wealth that has
            // fallen to nothing would never rise again, so it stops short of it.
            self.wealth = (self.wealth * (1.0 + bet * gain)).max(f64::MIN_POSITIVE);
        }
        for gain in gains {
            self.plays += 1.0;
            self.sum += gain;
            let (mean, _) = self.moments();
            self.squares += (gain - mean) * (gain - mean);
        }
    }

    fn remaining(&self, threshold: f64) -> Option<u64> {
        let (mean, variance) = self.moments();
        let bet = self.bet();
        // The expected logarithm of a factor, to second order.
        let growth = bet * mean - bet * bet * (variance + mean * mean) / 2.0;
        let missing = (threshold / self.wealth).ln();
        (growth > 0.0).then(|| (missing / growth).ceil() as u64)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A small generator of our own for simulations: SplitMix64.
    struct Coin(u64);

    impl Coin {
        fn uniform(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
        }

        /// A difference of two right-or-wrong answers with this discordance and mean.
        fn difference(&mut self, discordance: f64, mean: f64) -> f64 {
            let (win, draw) = ((discordance + mean) / 2.0, self.uniform());
            if draw < win {
                1.0
            } else if draw < discordance {
                -1.0
            } else {
                0.0
            }
        }
    }

    struct Simulated {
        better: f64,
        worse: f64,
        median: u64,
    }

    /// Runs over cells whose mean differences deviate from `mean` by `cells`, which add up to 0.
    fn simulate_cells(
        cells: &[f64],
        (discordance, mean): (f64, f64),
        margin: f64,
        most: u64,
        runs: usize,
    ) -> Simulated {
        let mut coin = Coin(20_261_126);
        let (mut better, mut worse, mut lengths) = (0, 0, Vec::new());
        for _ in 0..runs {
            let mut test = Sequential::new(margin, 0.05).unwrap();
            while test.finding().is_none() && test.differences() < most {
                let block: Vec<f64> = cells
                    .iter()
                    .map(|shift| coin.difference(discordance, mean + shift))
                    .collect();
                test.push(&block).unwrap();
            }
            match test.finding() {
                Some(Finding::Better) => better += 1,
                Some(Finding::Worse) => worse += 1,
                None => {}
            }
            lengths.push(test.differences());
        }
        lengths.sort_unstable();
        Simulated {
            better: f64::from(better) / runs as f64,
            worse: f64::from(worse) / runs as f64,
            median: lengths[runs / 2],
        }
    }

    fn simulate(discordance: f64, mean: f64, margin: f64, most: u64, runs: usize) -> Simulated {
        simulate_cells(&[0.0], (discordance, mean), margin, most, runs)
    }

    /// At the border both findings are errors; each may come in 5 % of runs, however often one
    /// looks. Three standard deviations of 2,000 runs are 1.5 points.
    #[test]
    fn errs_no_more_often_than_promised_at_the_border() {
        for (discordance, margin) in [(0.05, 0.03), (0.1, 0.03), (0.2, 0.02), (0.3, 0.05)] {
            let found = simulate(discordance, -margin, margin, 2_000, 2_000);
            assert!(found.better <= 0.065, "better {}", found.better);
            assert!(found.worse <= 0.065, "worse {}", found.worse);
        }
    }

    /// Cells that got better and cells that got worse, by up to 15 points, average out within a
    /// block; a plan whose cells differ is judged by their mean.
    #[test]
    fn cells_that_differ_do_not_raise_the_error_rate() {
        for cells in [
            &[0.15, -0.15][..],
            &[-0.15, 0.15],
            &[0.12, 0.12, -0.04, -0.04, -0.04, -0.04, -0.04, -0.04],
        ] {
            let found = simulate_cells(cells, (0.25, -0.03), 0.03, 2_000, 2_000);
            assert!(found.better <= 0.065, "better {}", found.better);
            assert!(found.worse <= 0.065, "worse {}", found.worse);
        }
    }

    /// Large blocks cost little: the bet is refreshed more rarely.
    #[test]
    fn large_blocks_decide_nearly_as_soon() {
        let cells = [0.0; 80];
        let found = simulate_cells(&cells, (0.1, 0.02), 0.03, 2_000, 300);
        assert!(found.better > 0.97, "{}", found.better);
        assert!((150..600).contains(&found.median), "{}", found.median);
    }

    #[test]
    fn clear_cases_end_early_and_right() {
        let improved = simulate(0.1, 0.02, 0.03, 2_000, 500);
        assert!(improved.better > 0.97, "{}", improved.better);
        assert!((150..400).contains(&improved.median), "{}", improved.median);
        let same = simulate(0.1, 0.0, 0.03, 2_000, 500);
        assert!(same.better > 0.85, "{}", same.better);
        let dropped = simulate(0.25, -0.10, 0.03, 2_000, 500);
        assert!(dropped.worse > 0.95, "{}", dropped.worse);
        assert!((150..500).contains(&dropped.median), "{}", dropped.median);
    }

    #[test]
    fn equal_answers_pass_in_the_end() {
        let mut test = Sequential::new(0.02, 0.05).unwrap();
        while test.finding().is_none() {
            assert!(test.blocks() < 1_000, "no difference ever, and no finding");
            test.push(&[0.0]).unwrap();
        }
        assert_eq!(test.finding(), Some(Finding::Better));
    }

    #[test]
    fn an_estimate_of_what_is_missing_is_given_and_ends() {
        let mut test = Sequential::new(0.05, 0.05).unwrap();
        for _ in 0..20 {
            test.push(&[0.0]).unwrap();
        }
        let missing = test.remaining().expect("it gains");
        let before = test.blocks();
        while test.finding().is_none() {
            test.push(&[0.0]).unwrap();
        }
        let took = test.blocks() - before;
        assert!(
            took <= 2 * missing && missing <= 8 * took,
            "{missing} {took}"
        );
        assert_eq!(test.remaining(), None);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(Sequential::new(1.0, 0.05).is_err());
        assert!(Sequential::new(-0.1, 0.05).is_err());
        assert!(Sequential::new(0.02, 0.0).is_err());
        let mut test = Sequential::new(0.02, 0.05).unwrap();
        assert!(test.push(&[0.0, 1.5]).is_err() && test.push(&[f64::NAN]).is_err());
        assert_eq!(test.blocks(), 0);
    }

    proptest! {
        #![proptest_config(crate::fixed_cases())]

        /// What decides is the first crossing: whatever follows changes nothing.
        #[test]
        fn a_finding_stays(
            before in prop::collection::vec(-1.0..=1.0_f64, 0..200),
            after in prop::collection::vec(-1.0..=1.0_f64, 0..50),
        ) {
            let mut test = Sequential::new(0.02, 0.2).unwrap();
            for d in before {
                test.push(&[d]).unwrap();
            }
            let (found, wealth) = (test.finding(), test.wealth());
            prop_assert!(wealth.0 > 0.0 && wealth.1 > 0.0);
            if found.is_some() {
                for d in after {
                    test.push(&[d]).unwrap();
                }
                prop_assert_eq!(test.finding(), found);
                prop_assert_eq!(test.wealth(), wealth);
            }
        }
    }
}
