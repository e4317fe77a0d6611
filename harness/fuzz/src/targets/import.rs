//! Answers produced elsewhere, as JSON lines.

use tribunal_store::ImportReader;

use super::owned;
use crate::Target;

/// Reading lines to import.
pub const TARGET: Target = Target {
    name: "import",
    hold,
    seeds,
    words: &[
        "{",
        "}",
        "\"",
        ":",
        ",",
        "\n",
        "\"digest\"",
        "\"ordinal\"",
        "\"repeat\"",
        "\"response\"",
        "null",
        "-1",
        "4294967296",
        "1e400",
        "\\u0000",
        "\\ud800",
    ],
};

/// Reading ends, and lines are numbered in their order.
fn hold(data: &[u8]) {
    let Some((_, body)) = data.split_first() else {
        return;
    };
    let lines = body.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    let mut last = 0;
    for line in ImportReader::new(body).flatten() {
        assert!(last < line.line && line.line <= lines);
        last = line.line;
    }
}

fn seeds() -> Vec<Vec<u8>> {
    owned(&[
        "{\"ordinal\": 3, \"response\": \"\\\\boxed{4}\"}\n{\"ordinal\": 4, \"repeat\": 1, \"text\": \"x\"}\n",
        "{\"task\": \"beyondbench.easy.sum\", \"seed\": 1, \"index\": 0, \"response\": \"5\", \"usage\": {\"input\": 1}}\n",
        "{\"digest\": \"00\", \"response\": \"\"}",
    ])
}
