//! A report depends on what is stored and not on how it came there.

use proptest::prelude::*;
use tribunal_store::{Outcome, RunState};

use crate::common::{Question, failed, question, report_in_batches, spec};

const OUTCOMES: [Outcome; 5] = [
    Outcome::Correct,
    Outcome::Incorrect,
    Outcome::Unparsable,
    Outcome::Truncated,
    Outcome::Refused,
];

fn questions() -> impl Strategy<Value = (Vec<Question>, Vec<Question>)> {
    let one = (0_usize..7, 0_u32..3, any::<bool>());
    prop::collection::vec(one, 1..24).prop_flat_map(|drawn| {
        let questions: Vec<Question> = (0_u32..)
            .zip(drawn)
            .map(|(at, (kind, cluster, tag))| {
                let (ordinal, repeat) = (at / 2, at % 2);
                let question = match OUTCOMES.get(kind) {
                    Some(outcome) => question(ordinal, *outcome),
                    None => failed(ordinal, if kind == 5 { "server" } else { "network" }),
                };
                // What belongs to the item must be the same for both of its repeats.
                Question {
                    cluster: (ordinal % 3 > 0).then(|| format!("c{}", ordinal % 4)),
                    steps: tag.then_some("110"),
                    retries: cluster,
                    ..question
                        .repeat(repeat)
                        .answering(&kind.to_string())
                        .of(if ordinal % 4 == 0 {
                            "tmbench.mtag"
                        } else {
                            "beyondbench.easy.sum"
                        })
                }
            })
            .collect();
        (Just(questions.clone()), Just(questions).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn neither_order_nor_batches_change_the_report(
        (ordered, shuffled) in questions(),
        batch in 1_usize..9,
    ) {
        let state = RunState::Interrupted;
        let whole = report_in_batches(spec(12, 2), state, &ordered, 2048);
        let other = report_in_batches(spec(12, 2), state, &shuffled, batch);
        prop_assert_eq!(&whole, &other);
        let outcomes = whole.headline.outcomes;
        prop_assert_eq!(outcomes.ended(), ordered.len() as u64);
        prop_assert_eq!(whole.coverage.missing, 24 - ordered.len() as u64);
        if let (Some(score), Some(bounds)) = (whole.headline.score, whole.headline.errors.bounds) {
            prop_assert!(score.low <= score.mean && score.mean <= score.high);
            prop_assert!(bounds.low <= bounds.high);
        }
        if whole.headline.errors.count == 0 {
            let (bounds, score) = (whole.headline.errors.bounds.unwrap(), whole.headline.score.unwrap());
            prop_assert!((bounds.low - score.mean).abs() < 1e-12);
            prop_assert!((bounds.high - score.mean).abs() < 1e-12);
        }
    }
}
