//! Files that a user hands over: suites, gates, models, official TMBench files.

use std::path::Path;

use tribunal_gate::GateFile;
use tribunal_generators::tmbench::official;
use tribunal_model::ModelsFile;
use tribunal_plan::Suite;

use super::{owned, text};
use crate::Target;

/// Reading a suite.
pub const SUITE: Target = Target {
    name: "suite",
    hold: |data| {
        drop(text(data).map(|(_, text)| Suite::parse(&without_includes(&text), "fuzz.toml")));
    },
    seeds: || {
        let suites = tribunal_suites::suites();
        suites.map(|(_, text)| text.as_bytes().to_vec()).collect()
    },
    words: &[
        "[[task]]",
        "name = ",
        "count = ",
        "\"*\"",
        "weight = ",
        "params = {",
        "}",
        "up_to = true",
        "-1",
        "1e400",
        "nan",
        "9223372036854775808",
        "[",
        "]",
        "version = ",
    ],
};

/// A suite may name files to include; no file of the machine that fuzzes is to be read.
fn without_includes(text: &str) -> String {
    text.replace("include", "exclude")
}

/// Reading a gate.
pub const GATE: Target = Target {
    name: "gate",
    hold: |data| drop(text(data).map(|(_, text)| GateFile::parse(&text, "gate.toml"))),
    seeds: || {
        owned(&[
            "version = 1\n[endpoint]\nmargin = 0.02\nalpha = 0.05\n[suite]\nname = \"quick\"\n",
            "[endpoint]\nmargin = -1\n[rules]\nmax_error_rate = 0.01\n",
        ])
    },
    words: &[
        "margin", "=", "0.02", "-0.0", "nan", "inf", "1e999", "[", "]", "alpha", "power",
    ],
};

/// Reading models.toml.
pub const MODELS: Target = Target {
    name: "models",
    hold: |data| {
        drop(text(data).map(|(_, text)| ModelsFile::parse(&text, Path::new("models.toml"))));
    },
    seeds: || {
        owned(&[
            "[models.\"openai/gpt\"]\nprice = { input = 1.5, output = 6.0 }\nrpm = 60\n",
            "[models.\"local/x\"]\nbase_url = \"http://localhost:1/v1\"\nkey_env = \"K\"\n",
        ])
    },
    words: &[
        "[models.", "\"", "]", "price", "=", "{", "}", "-1", "nan", "rpm", "tpm", "base_url",
    ],
};

/// Reading an official TMBench file.
pub const OFFICIAL: Target = Target {
    name: "official",
    hold: |data| drop(text(data).map(|(_, text)| official::parse(&text))),
    seeds: || {
        owned(&[
            "[{\"m\": 2, \"rules\": {\"A\": \"BC\", \"B\": \"A\", \"C\": \"AAA\"}, \"init\": \"AAA\"}]",
            "{\"samples\": []}",
            "[]",
        ])
    },
    words: &[
        "{", "}", "[", "]", "\"", ":", ",", "null", "-1", "1e400", "\\ud800",
    ],
};
