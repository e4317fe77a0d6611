//! Step accuracy, step-weighted accuracy and pass rate over many responses.
//!
//! Source: "Computational Reasoning of Large Language Models" (arXiv 2504.20771). Step accuracy
//! ACC(i) is the share of the instances whose truth reaches step i in which state i is right;
//! step-weighted accuracy (SWA) is the mean of ACC over all steps, uniform or with weight i + 1.

use serde::Serialize;

/// Counts over the responses of one cell, from the `steps` marks of their verdicts' evidence (one
/// character a step of the truth: `1` right, anything else not).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepTally {
    right: Vec<u64>,
    reached: Vec<u64>,
    instances: u64,
    passed: u64,
}

/// How often one step was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StepCount {
    /// The step; 0 is the start queue.
    pub step: usize,
    /// Responses in which the state is right.
    pub right: u64,
    /// Responses whose truth reaches the step; at least 1.
    pub reached: u64,
}

impl StepCount {
    /// ACC(step), in [0, 1].
    pub fn accuracy(&self) -> f64 {
        self.right as f64 / self.reached as f64
    }
}

impl StepTally {
    /// Nothing counted yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts one response by its marks. A response without an answer counts too, with its marks
    /// all `-`: leaving it out would flatter the model. Empty marks are no instance and are not
    /// counted.
    pub fn add(&mut self, marks: &str) {
        if marks.is_empty() {
            return;
        }
        if self.right.len() < marks.len() {
            self.right.resize(marks.len(), 0);
            self.reached.resize(marks.len(), 0);
        }
        let mut all = true;
        for (step, mark) in marks.bytes().enumerate() {
            self.reached[step] += 1;
            self.right[step] += u64::from(mark == b'1');
            all &= mark == b'1';
        }
        self.instances += 1;
        self.passed += u64::from(all);
    }

    /// Adds the counts of `other`, as if its responses had been counted here.
    pub fn merge(&mut self, other: &Self) {
        if self.right.len() < other.right.len() {
            self.right.resize(other.right.len(), 0);
            self.reached.resize(other.reached.len(), 0);
        }
        for (step, (right, reached)) in other.right.iter().zip(&other.reached).enumerate() {
            self.right[step] += right;
            self.reached[step] += reached;
        }
        self.instances += other.instances;
        self.passed += other.passed;
    }

    /// Responses counted.
    pub fn instances(&self) -> u64 {
        self.instances
    }

    /// Responses in which every state of the truth is right: the published pass, which does not
    /// mind states beyond the truth. The exact rate, which does, is the share of correct verdicts.
    pub fn passed(&self) -> u64 {
        self.passed
    }

    /// Published pass rate in percent; `None` before the first response.
    pub fn pass_rate(&self) -> Option<f64> {
        (self.instances > 0).then(|| 100.0 * self.passed as f64 / self.instances as f64)
    }

    /// The step accuracy curve, from step 0 to the longest truth's last.
    pub fn curve(&self) -> impl ExactSizeIterator<Item = StepCount> {
        self.right
            .iter()
            .zip(&self.reached)
            .enumerate()
            .map(|(step, (&right, &reached))| StepCount {
                step,
                right,
                reached,
            })
    }

    /// Uniform SWA in percent: the mean of ACC; `None` before the first response.
    pub fn uniform(&self) -> Option<f64> {
        self.weighted(|_| 1.0)
    }

    /// Linear SWA in percent: the mean of ACC with weight step + 1; `None` before the first
    /// response.
    pub fn linear(&self) -> Option<f64> {
        self.weighted(|step| step as f64 + 1.0)
    }

    fn weighted(&self, weight: impl Fn(usize) -> f64) -> Option<f64> {
        let (sum, weights) = self.curve().fold((0.0, 0.0), |(sum, weights), count| {
            let weight = weight(count.step);
            (sum + weight * count.accuracy(), weights + weight)
        });
        (weights > 0.0).then(|| 100.0 * sum / weights)
    }
}

impl<'a> Extend<&'a str> for StepTally {
    fn extend<I: IntoIterator<Item = &'a str>>(&mut self, responses: I) {
        for marks in responses {
            self.add(marks);
        }
    }
}

impl<'a> FromIterator<&'a str> for StepTally {
    fn from_iter<I: IntoIterator<Item = &'a str>>(responses: I) -> Self {
        let mut tally = Self::new();
        tally.extend(responses);
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curve_and_weights() {
        // Worked by hand: ACC = 3/3, 2/3, 1/2.
        let tally: StepTally = ["111", "110", "1-"].into_iter().collect();
        let curve: Vec<_> = tally
            .curve()
            .map(|c| (c.step, c.right, c.reached))
            .collect();
        assert_eq!(curve, [(0, 3, 3), (1, 2, 3), (2, 1, 2)]);
        let near = |value: Option<f64>, want: f64| {
            assert!(
                (value.expect("counted") - want).abs() < 1e-9,
                "{value:?} {want}"
            );
        };
        near(tally.uniform(), 100.0 * (1.0 + 2.0 / 3.0 + 0.5) / 3.0);
        near(tally.linear(), 100.0 * (1.0 + 4.0 / 3.0 + 1.5) / 6.0);
        near(tally.pass_rate(), 100.0 / 3.0);
        assert_eq!(StepTally::new().uniform(), None);
        assert_eq!(StepTally::new().pass_rate(), None);
    }

    #[test]
    fn merging_equals_counting_together() {
        let mut left: StepTally = ["1", "10"].into_iter().collect();
        left.merge(&["111", "---"].into_iter().collect());
        assert_eq!(left, ["1", "10", "111", "---"].into_iter().collect());
    }
}
