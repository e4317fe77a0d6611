//! Bytes that say nothing are right under no check, unless they happen to be the one right answer.

use std::collections::BTreeMap;

use tribunal_fuzz::Random;
use tribunal_fuzz::targets::response::{ITEMS, has_one_answer};
use tribunal_verifiers::{Answer, Finish};

/// Up to `most` bytes: of all values, or printable ones, or digits, signs and brackets.
fn noise(random: &mut Random, most: usize) -> String {
    let kind = random.below(3);
    let bytes: Vec<u8> = (0..random.below(most))
        .map(|_| match kind {
            0 => random.below(256) as u8,
            1 => 32 + random.below(95) as u8,
            _ => b"0123456789 -+,.;:=()[]{}/"[random.below(25)],
        })
        .collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Kinds of which noise may state a right answer without being the one that the item has in mind:
/// two expressions that are not equivalent differ on most pairs of numbers, and any such pair is a
/// counterexample.
const EASILY_HIT: [&str; 1] = ["equivalence"];

#[test]
fn noise_is_right_under_no_check() {
    let mut random = Random::new(20_261_126);
    let (mut judged, mut lucky) = (0_u64, 0_u64);
    let mut wrong = BTreeMap::new();
    for (item, right) in ITEMS.iter() {
        let kind = item.check.kind();
        for round in 0..300 {
            let noise = noise(&mut random, 160);
            let text = match round % 4 {
                0 => noise,
                1 => format!("\\boxed{{{noise}}}"),
                2 => format!("The answer is {noise}"),
                _ => format!("```\n{noise}\n```"),
            };
            let verdicts = item.check.judge(Answer {
                text: &text,
                finish: Finish::Stop,
            });
            judged += 1;
            for verdict in [verdicts.strict, verdicts.lenient] {
                assert!((0.0..=1.0).contains(&verdict.score));
                if !verdict.outcome.is_correct() {
                    continue;
                }
                lucky += 1;
                let is_the_answer =
                    has_one_answer(&item.check) && &verdict.evidence.answer == right;
                if !is_the_answer && !EASILY_HIT.contains(&kind) {
                    wrong.insert(kind, text.clone());
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(judged > 50_000, "{judged}");
    // A small number or one of two words is hit now and then.
    assert!(
        lucky * 50 < judged,
        "{lucky} of {judged} replies of noise are right"
    );
}
