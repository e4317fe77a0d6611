//! Bytes that say nothing are right under no check, unless they happen to be the one right answer.

use std::collections::BTreeMap;

use tribunal_fuzz::targets::response::{ITEMS, has_one_answer};
use tribunal_verifiers::{Answer, Finish};

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    /// Up to `most` bytes: of all values, or printable ones, or digits, signs and brackets.
    fn noise(&mut self, most: u64) -> String {
        let kind = self.below(3);
        let bytes: Vec<u8> = (0..self.below(most))
            .map(|_| match kind {
                0 => self.below(256) as u8,
                1 => 32 + self.below(95) as u8,
                _ => b"0123456789 -+,.;:=()[]{}/"[self.below(25) as usize],
            })
            .collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Kinds of which noise may state a right answer without being the one that the item has in mind:
/// two expressions that are not equivalent differ on most pairs of numbers, and any such pair is a
/// counterexample.
const EASILY_HIT: [&str; 1] = ["equivalence"];

#[test]
fn noise_is_right_under_no_check() {
    let mut random = Random(20_261_126);
    let (mut judged, mut lucky) = (0_u64, 0_u64);
    let mut wrong = BTreeMap::new();
    for (item, right) in ITEMS.iter() {
        let kind = item.check.kind();
        for round in 0..300 {
            let noise = random.noise(160);
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
