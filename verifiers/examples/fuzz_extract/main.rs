//! Fuzzes answer extraction on a stable toolchain: `fuzz_extract [EXECUTIONS] [SEED]`.
//!
//! Mutates and splices the responses of `tests/corpus` and checks the same laws as the fuzz target
//! in `fuzz/`, which needs nightly. The same seed gives the same inputs.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

mod laws;

/// SplitMix64: one word of state is all that reproducible mutation needs.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

const TOKENS: &[&str] = &[
    r"\boxed{",
    "}",
    "{",
    "[",
    "]",
    "(",
    ")",
    "42",
    "-",
    "\u{2212}",
    ",",
    ".",
    "e9",
    "/",
    r"\frac",
    "answer",
    " is ",
    ":",
    "<answer>",
    "</answer>",
    "\n\n",
    "```",
    "$$",
    "and",
    " or ",
    "not ",
    "≥",
    "²",
    "½",
    "\u{202f}",
    "%",
    r"\overline{",
    "...",
    "<think>",
    "</think>",
    "答案是",
    "\"answer\": ",
    "=",
    "no, ",
    r"\\",
    "&",
    r"\begin{array}{c}",
    r"\end{array}",
    "x 10^",
    "→",
    "| ",
    "twice",
    "[3, 2]",
    "\"value\": ",
    ";",
    "0x",
    "_{16}",
    "_",
    "1F3",
    "₂",
    "base",
];

fn corpus() -> io::Result<Vec<Vec<u8>>> {
    #[derive(serde::Deserialize)]
    struct File {
        case: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        text: String,
    }
    let mut texts = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus"))? {
        let file: File =
            toml::from_str(&fs::read_to_string(entry?.path())?).map_err(io::Error::other)?;
        texts.extend(file.case.into_iter().map(|case| case.text.into_bytes()));
    }
    texts.sort();
    Ok(texts)
}

fn mutate(random: &mut Random, texts: &[Vec<u8>]) -> Vec<u8> {
    let mut data = vec![random.next() as u8];
    data.extend_from_slice(&texts[random.below(texts.len())]);
    for _ in 0..=random.below(6) {
        let at = 1 + random.below(data.len());
        let at = at.min(data.len());
        match random.below(5) {
            0 => data.insert(at, random.next() as u8),
            1 => {
                let end = (at + random.below(12)).min(data.len());
                data.drain(at..end);
            }
            2 => {
                let token = TOKENS[random.below(TOKENS.len())];
                data.splice(at..at, token.bytes());
            }
            3 => {
                let other = &texts[random.below(texts.len())];
                let from = random.below(other.len());
                data.truncate(at);
                data.extend_from_slice(&other[from..]);
            }
            _ => {
                let piece = data[at..(at + random.below(24)).min(data.len())].to_vec();
                data.extend_from_slice(&piece);
            }
        }
    }
    data
}

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default: u64| {
        arguments
            .next()
            .map_or(Ok(default), |text| text.parse().map_err(io::Error::other))
    };
    let executions = number(1_000_000)?;
    let seed = number(1)?;
    let texts = corpus()?;
    let mut random = Random(seed);
    for execution in 0..executions {
        let data = mutate(&mut random, &texts);
        let held = std::panic::catch_unwind(|| laws::hold(&data));
        if held.is_err() {
            let text = String::from_utf8_lossy(&data[1..]);
            return Err(io::Error::other(format!(
                "execution {execution} of seed {seed} broke a law:\n{text}"
            )));
        }
    }
    writeln!(
        io::stdout(),
        "{executions} executions of seed {seed}: every law held"
    )
}
