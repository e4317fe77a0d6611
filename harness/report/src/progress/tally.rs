//! The counters behind the display, and their words.

use std::time::Duration;

use tribunal_run::Event;
use tribunal_verifiers::Outcome;

use crate::format::{count, dollars, duration, percent, plural};

/// How long the rate looks back: short enough to follow a change, long enough not to jump.
const MEMORY: Duration = Duration::from_secs(20);

/// Counters over a run's events.
#[derive(Debug, Default)]
pub(super) struct Tally {
    planned: u64,
    settled_before: u64,
    answered: u64,
    correct: u64,
    failed: u64,
    retries: u64,
    cost_micros: u64,
    unpriced: u64,
    load: Option<(usize, usize)>,
    /// Answers and failures a second, smoothed.
    rate: Option<f64>,
    /// When the rate was last measured, and at how many ends.
    measured: (Duration, u64),
}

impl Tally {
    /// Counts one event.
    pub(super) fn count(&mut self, event: &Event) {
        match event {
            Event::Started { planned, settled } => {
                (self.planned, self.settled_before) = (*planned, *settled);
            }
            Event::Retrying { .. } => self.retries += 1,
            Event::Answered {
                outcome,
                cost_micro_usd,
                ..
            } => {
                self.answered += 1;
                self.correct += u64::from(*outcome == Outcome::Correct);
                match cost_micro_usd {
                    Some(micros) => self.cost_micros = self.cost_micros.saturating_add(*micros),
                    None => self.unpriced += 1,
                }
            }
            Event::Failed { .. } => self.failed += 1,
            Event::Load { in_flight, limit } => self.load = Some((*in_flight, *limit)),
            Event::Learned { .. } => {}
        }
    }

    /// Questions of the plan.
    pub(super) fn planned(&self) -> u64 {
        self.planned
    }

    /// Those that have an end.
    pub(super) fn done(&self) -> u64 {
        self.settled_before + self.ended()
    }

    fn ended(&self) -> u64 {
        self.answered + self.failed
    }

    /// Takes the rate anew, `now` after the run began or went on.
    pub(super) fn measure(&mut self, now: Duration) {
        let (then, before) = self.measured;
        let passed = now.saturating_sub(then).as_secs_f64();
        if passed <= 0.0 {
            return;
        }
        let current = (self.ended() - before) as f64 / passed;
        let weight = 1.0 - (-passed / MEMORY.as_secs_f64()).exp();
        self.rate = Some(match self.rate {
            // While everything is within memory the plain average is the best there is.
            _ if now < MEMORY => self.ended() as f64 / now.as_secs_f64(),
            Some(rate) => rate + weight * (current - rate),
            None => current,
        });
        self.measured = (now, self.ended());
    }

    /// How far the run is, in one line.
    pub(super) fn words(&self) -> String {
        let mut words = vec![format!("{} of {}", count(self.done()), count(self.planned))];
        if self.planned > 0 {
            words.push(percent(self.done() as f64 / self.planned as f64));
        }
        if let Some(rate) = self.rate.filter(|rate| *rate > 0.0) {
            words.push(match rate {
                rate if rate >= 9.95 => format!("{}/s", count(rate.round() as u64)),
                rate if rate >= 0.95 => format!("{rate:.1}/s"),
                rate => format!("{:.1}/min", 60.0 * rate),
            });
            let left = self.planned.saturating_sub(self.done());
            if left > 0 {
                words.push(format!(
                    "{} left",
                    duration((left as f64 / rate).ceil() as u64)
                ));
            }
        }
        if self.answered > 0 {
            words.push(format!(
                "{} right",
                percent(self.correct as f64 / self.answered as f64)
            ));
        }
        if self.failed > 0 {
            words.push(plural(self.failed, "error"));
        }
        if self.retries > 0 {
            words.push(match self.retries {
                1 => "1 retry".to_owned(),
                n => format!("{} retries", count(n)),
            });
        }
        if let Some((in_flight, limit)) = self.load {
            words.push(format!("{in_flight} of {limit} in flight"));
        }
        let spent = dollars(self.cost_micros as f64 * 1e-6);
        match (self.answered - self.unpriced, self.unpriced) {
            (0, 0) => {}
            (0, _) => words.push("cost unknown".to_owned()),
            _ if self.cost_micros == 0 && self.unpriced == 0 => {}
            (_, 0) => words.push(spent),
            _ => words.push(format!("≥ {spent}")),
        }
        words.join(" · ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(outcome: Outcome, cost: Option<u64>) -> Event {
        Event::Answered {
            ordinal: 0,
            repeat: 0,
            outcome,
            input_tokens: None,
            output_tokens: None,
            cost_micro_usd: cost,
            latency: None,
        }
    }

    #[test]
    fn words_of_a_run_half_way() {
        let mut tally = Tally::default();
        tally.count(&Event::Started {
            planned: 100,
            settled: 20,
        });
        for _ in 0..30 {
            tally.count(&answered(Outcome::Correct, Some(10_000)));
        }
        for _ in 0..10 {
            tally.count(&answered(Outcome::Incorrect, None));
        }
        tally.count(&Event::Load {
            in_flight: 7,
            limit: 8,
        });
        tally.measure(Duration::from_secs(10));
        assert_eq!(
            tally.words(),
            "60 of 100 · 60.0 % · 4.0/s · 10 s left · 75.0 % right · 7 of 8 in flight · ≥ $0.30"
        );
    }

    #[test]
    fn an_unknown_price_is_never_zero() {
        let mut tally = Tally::default();
        tally.count(&Event::Started {
            planned: 2,
            settled: 0,
        });
        tally.count(&answered(Outcome::Correct, None));
        assert_eq!(
            tally.words(),
            "1 of 2 · 50.0 % · 100.0 % right · cost unknown"
        );
    }

    #[test]
    fn the_rate_follows_a_change() {
        let mut tally = Tally::default();
        tally.count(&Event::Started {
            planned: 10_000,
            settled: 0,
        });
        let mut second = 0;
        let mut run = |tally: &mut Tally, seconds: u64, each: u32| {
            for _ in 0..seconds {
                for _ in 0..each {
                    tally.count(&answered(Outcome::Correct, Some(0)));
                }
                second += 1;
                tally.measure(Duration::from_secs(second));
            }
        };
        run(&mut tally, 60, 10);
        assert!(
            (tally.rate.unwrap() - 10.0).abs() < 1e-9,
            "{:?}",
            tally.rate
        );
        run(&mut tally, 100, 1);
        assert!(
            (1.0..1.1).contains(&tally.rate.unwrap()),
            "{:?}",
            tally.rate
        );
    }
}
