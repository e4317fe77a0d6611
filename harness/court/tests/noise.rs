//! Bytes that say nothing are no right program; that they prove nothing is tested where Lean's workers
//! are (`harness/cli/tests/all/proofs.rs`). The guests have to be installed:
//!
//! ```sh
//! tribunal guest install python && tribunal guest install quickjs
//! ```

use tribunal_court::court;
use tribunal_verifiers::checks::{Case, IntegerCheck, Language, ProgramCheck, ProgramLimits};
use tribunal_verifiers::{Answer, Check, Finish, Integer, Outcome};

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

    /// Up to 120 bytes of all values, or words of the language between printable ones.
    fn noise(&mut self, words: &[&str]) -> String {
        let raw = self.below(2) == 0;
        let mut bytes = Vec::new();
        for _ in 0..self.below(40) {
            match self.below(4) {
                0 if !raw => bytes
                    .extend_from_slice(words[self.below(words.len() as u64) as usize].as_bytes()),
                _ if raw => bytes.extend([self.below(256) as u8, self.below(256) as u8]),
                _ => bytes.push(32 + self.below(95) as u8),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Judges noise by `check`, in blocks of `language` and as it is.
fn judge(check: &Check, language: &str, words: &[&str], rounds: u32) {
    let mut random = Random(20_261_126);
    let court = court();
    // Where the right answer is judged right, the guest is there, and no error passes for a verdict.
    let right = court.judge(
        check,
        Answer {
            text: &check.reference(),
            finish: Finish::Stop,
        },
    );
    assert!(right.strict.outcome.is_correct(), "{:?}", right.strict);
    for round in 0..rounds {
        let noise = random.noise(words);
        let text = match round % 3 {
            0 => noise,
            _ => format!("```{language}\n{noise}\n```"),
        };
        let finish = Finish::Stop;
        let judged = court.judge(
            check,
            Answer {
                text: &text,
                finish,
            },
        );
        for verdict in [judged.strict, judged.lenient] {
            assert_ne!(
                verdict.outcome,
                Outcome::Error,
                "{text:?}: {:?}",
                verdict.evidence
            );
            assert!(!verdict.outcome.is_correct(), "{text:?}");
            assert!(verdict.score < 1.0, "{text:?}");
        }
    }
}

#[test]
fn noise_is_right_in_no_court() {
    for (language, name, words) in [
        (
            Language::Python,
            "python",
            &[
                "print(",
                ")",
                "import sys\n",
                "\n",
                "input()",
                "42",
                "\\boxed{",
                "exit()",
            ][..],
        ),
        (
            Language::Javascript,
            "javascript",
            &[
                "console.log(",
                ")",
                ";",
                "\n",
                "42",
                "\\boxed{",
                "std.exit()",
            ][..],
        ),
    ] {
        let check = Check::Program(ProgramCheck {
            language,
            cases: (1..=2_i64)
                .map(|n| Case {
                    input: format!("{{\"n\":{n}}}").into(),
                    check: Check::Integer(IntegerCheck {
                        expected: Integer::from(7_919 * n),
                    }),
                })
                .collect(),
            limits: ProgramLimits {
                fuel: 300_000_000,
                total_fuel: 600_000_000,
                memory: 64 << 20,
            },
        });
        judge(&check, name, words, 60);
    }
}
