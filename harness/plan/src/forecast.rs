//! Tokens, money and time before anything is spent.
//!
//! Input tokens are estimated from the prompts' real texts. Output tokens can't be known
//! beforehand, so there are three figures: the least that a right answer takes, a likely one from
//! what earlier runs of the same model needed, and the most that the token limit admits. Whatever
//! rests on nothing is unknown, and never 0.

use serde::Serialize;

use crate::{Plan, PlanError, Slot};

/// Bytes of English text and digits a token, low and high. Common tokenizers lie between: dense
/// digits and symbols near the first, prose near the second.
const BYTES_A_TOKEN: (f64, f64) = (2.5, 4.5);
/// Tokens that chat templates and headers add to a prompt.
const OVERHEAD_TOKENS: f64 = 10.0;
/// Items of each cell whose prompts are measured; cells are homogeneous.
const SAMPLE: u64 = 8;

/// A quantity with its uncertainty; `None` is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Span {
    /// The least to expect.
    pub low: Option<f64>,
    /// What earlier runs make likely.
    pub likely: Option<f64>,
    /// The most that can happen without retries.
    pub high: Option<f64>,
}

impl Span {
    fn map2(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let both = |a: Option<f64>, b: Option<f64>| Some(f(a?, b?));
        Self {
            low: both(self.low, other.low),
            likely: both(self.likely, other.likely),
            high: both(self.high, other.high),
        }
    }
}

/// What is known about the model beforehand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Known {
    /// US dollars a million input tokens.
    pub input_price: Option<f64>,
    /// US dollars a million output tokens.
    pub output_price: Option<f64>,
    /// Mean output tokens an answer took in earlier runs of this model.
    pub mean_output: Option<f64>,
    /// Mean seconds an answer took in earlier runs of this model.
    pub mean_seconds: Option<f64>,
    /// Requests in flight at most.
    pub concurrency: f64,
}

/// The forecast of a whole run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Forecast {
    /// Answers asked for: items × repeats.
    pub answers: u64,
    /// Tokens read by the model, over the run.
    pub input_tokens: Span,
    /// Tokens written by it.
    pub output_tokens: Span,
    /// US dollars.
    pub usd: Span,
    /// Seconds of wall-clock time.
    pub seconds: Span,
}

/// Forecasts a run of `plan`.
///
/// # Errors
/// As [`Plan::make`].
pub fn forecast(plan: &Plan, known: &Known) -> Result<Forecast, PlanError> {
    let (mut input_bytes, mut answer_bytes) = (0.0, 0.0);
    let system = plan.suite().system.as_deref().map_or(0, str::len) as f64;
    for cell in 0..plan.cells().len() {
        let count = plan.count_of(cell);
        let sample = count.min(SAMPLE);
        let (mut prompt, mut answer) = (0, 0);
        for position in 0..sample {
            let planned = plan.make(Slot {
                ordinal: 0,
                cell,
                position,
            })?;
            prompt += planned.prompt.len();
            answer += planned.item.check.reference().len();
        }
        let scale = count as f64 / sample.max(1) as f64;
        input_bytes += prompt as f64 * scale + system * count as f64;
        answer_bytes += answer as f64 * scale;
    }
    let repeats = f64::from(plan.options().repeats);
    let items = plan.len() as f64;
    let tokens = |bytes: f64, bytes_a_token: f64| {
        (repeats * (bytes / bytes_a_token + OVERHEAD_TOKENS * items)).ceil()
    };
    let (low, high) = (
        tokens(input_bytes, BYTES_A_TOKEN.1),
        tokens(input_bytes, BYTES_A_TOKEN.0),
    );
    let input_tokens = Span {
        low: Some(low),
        likely: Some(((low + high) / 2.0).ceil()),
        high: Some(high),
    };
    let answers = repeats * items;
    let output_tokens = Span {
        low: Some((repeats * answer_bytes / BYTES_A_TOKEN.1).ceil()),
        likely: known.mean_output.map(|mean| (mean * answers).ceil()),
        high: plan
            .sampling()
            .max_tokens
            .map(|max| f64::from(max) * answers),
    };
    let price = |per_million: Option<f64>| {
        let per_token = per_million.map(|usd| usd / 1e6);
        Span {
            low: per_token,
            likely: per_token,
            high: per_token,
        }
    };
    let usd = input_tokens
        .map2(price(known.input_price), |n, p| n * p)
        .map2(
            output_tokens.map2(price(known.output_price), |n, p| n * p),
            |a, b| a + b,
        );
    let seconds = Span {
        low: None,
        likely: known
            .mean_seconds
            .map(|s| s * answers / known.concurrency.min(answers).max(1.0)),
        high: None,
    };
    Ok(Forecast {
        answers: plan.len() * u64::from(plan.options().repeats),
        input_tokens,
        output_tokens,
        usd,
        seconds,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PlanOptions, Suite};

    fn plan() -> Plan {
        let options = PlanOptions {
            asking: crate::Asking::default(),
            seed: "f".to_owned(),
            limit: Some(10),
            repeats: 2,
            sampling: tribunal_model::Sampling {
                max_tokens: Some(100),
                ..Default::default()
            },
        };
        Plan::new(Suite::of_tasks("beyondbench.easy.sum", 20), options).expect("a valid plan")
    }

    #[test]
    fn what_is_not_known_is_unknown_and_never_zero() {
        let known = Known {
            concurrency: 4.0,
            ..Known::default()
        };
        let forecast = forecast(&plan(), &known).expect("it plans");
        assert_eq!(forecast.answers, 20);
        assert_eq!(forecast.usd, Span::default());
        assert_eq!(forecast.seconds, Span::default());
        assert_eq!(forecast.output_tokens.likely, None);
        assert_eq!(forecast.output_tokens.high, Some(2_000.0));
        assert!(forecast.input_tokens.low < forecast.input_tokens.high);
    }

    #[test]
    fn a_known_model_gets_figures() {
        let known = Known {
            input_price: Some(1.0),
            output_price: Some(10.0),
            mean_output: Some(50.0),
            mean_seconds: Some(2.0),
            concurrency: 4.0,
        };
        let forecast = forecast(&plan(), &known).expect("it plans");
        assert_eq!(forecast.output_tokens.likely, Some(1_000.0));
        assert_eq!(forecast.seconds.likely, Some(10.0));
        let (low, likely, high) = (forecast.usd.low, forecast.usd.likely, forecast.usd.high);
        assert!(low < likely && likely < high, "{low:?} {likely:?} {high:?}");
    }
}
