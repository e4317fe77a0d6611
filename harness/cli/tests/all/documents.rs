//! Every shell block of the README and of the documents does what it says.
//!
//! The lines are typed into a shell as they stand, one session a document, with the models that they
//! name served by a mock. What is not typed stands in [`NOT_TYPED`] with its reason, and nothing
//! else may be left out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tribunal_mock::Config;

use crate::place::{Place, guests, steady};

/// Documents whose blocks are typed here.
const DOCUMENTS: [&str; 7] = [
    "README.md",
    "docs/gate.md",
    "docs/leaderboard.md",
    "docs/lean.md",
    "docs/sandbox.md",
    "docs/suites.md",
    "docs/reliability.md",
];

/// Documents whose blocks are typed elsewhere or not at all.
const OTHERS: [(&str, &str); 4] = [
    ("docs/real-servers.md", "`ci/test servers` types it"),
    ("docs/plugins.md", "plugins.rs walks through it"),
    ("docs/lean-levels.md", "a measurement of some minutes"),
    (
        "CONTRIBUTING.md",
        "builds, tests and benchmarks of the whole workspace",
    ),
];

/// Why the lines about an installed Lean are left out.
const NO_LEAN: &str = "an installed Lean, which no registry has; its library is judged by in the \
                       tests of verifiers/lean";

/// Lines that are left out, and why.
const NOT_TYPED: [(&str, &str); 15] = [
    ("bash ci/test", "it is what runs this test"),
    (
        "tribunal lean install",
        "fetches a package; ci/test types it before the tests",
    ),
    (
        "tribunal guest install python",
        "fetches a package; ci/test types it before the tests",
    ),
    (
        "tribunal guest install quickjs",
        "fetches a package; ci/test types it before the tests",
    ),
    (
        "ci/soak",
        "a million items, twice; it builds the release binaries",
    ),
    ("ci/first-use", "compiles everything from nothing"),
    (
        "ci/slurm-test",
        "a step of its own in ci/test: it starts daemons, as root",
    ),
    ("ci/dependencies", "a step of its own in ci/test"),
    (
        "cargo run -p tribunal-fuzz -- all 1000000 1",
        "hours; ci/test types it with 20,000",
    ),
    (
        "tribunal lean doctor --lean ~/.elan/toolchains/leanprover--lean4---v4.35.0",
        NO_LEAN,
    ),
    (
        "tribunal lean check --back-end native challenge.lean proof.lean",
        NO_LEAN,
    ),
    (
        "tribunal lean check --project ~/proofs --import Mathlib challenge.lean proof.lean",
        NO_LEAN,
    ),
    (
        "TRIBUNAL_LEAN=~/lean4 tribunal run lean-quick --model …",
        NO_LEAN,
    ),
    (
        "cargo bench -p tribunal-lean --bench judge",
        "a benchmark; it builds for minutes",
    ),
    (
        "cargo test -p tribunal --test all",
        "it is what runs this test",
    ),
];

/// What a reader puts in: a key, a model of their own, a server of their own.
const PUT_IN: [(&str, &str); 4] = [
    ("_API_KEY=…", "_API_KEY=sk-no-real-key"),
    ("--model …", "--model openai/gpt-5-mini"),
    ("--model PROVIDER/NAME", "--model openai/gpt-5-mini"),
    ("http://localhost:8080", "$SERVER"),
];

/// The models that the documents name.
const MODELS: [(&str, &str); 11] = [
    ("openai/gpt-5-mini", "openai"),
    ("anthropic/claude-sonnet-4-5", "anthropic"),
    ("gemini/gemini-2.5-flash", "gemini"),
    ("ollama/qwen3:8b", "ollama"),
    ("ollama/some-model", "ollama"),
    ("vllm/Qwen/Qwen3-8B", "vllm"),
    ("openai/next", "openai"),
    ("openai/now", "openai"),
    ("openai/our-model", "openai"),
    ("openai/our-model-next", "openai"),
    ("openai/judged-elsewhere", "openai"),
];

/// The commands, as functions of the shell: cargo runs what is built already, a server of a board
/// ends, and a gate may leave it open.
const SHELL: &str = r#"set -eu
tribunal() {
    case "$*" in
        "leaderboard serve"*) "$TRIBUNAL" "$@" --port 0 --seconds 1 ;;
        "gate run"*) "$TRIBUNAL" "$@" || [ $? -eq 3 ] ;;
        *) "$TRIBUNAL" "$@" ;;
    esac
}
cargo() {
    case "$*" in
        "run --release -- "*) shift 3; tribunal "$@" ;;
        *) echo "no stand-in for cargo $*" >&2; exit 97 ;;
    esac
}
"#;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).expect("the document is there")
}

/// The shell blocks of a document, without their comments and empty lines.
fn blocks(document: &str) -> Vec<Vec<String>> {
    let (mut blocks, mut open) = (Vec::new(), None::<(bool, Vec<String>)>);
    for line in document.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => {
                let word = language.split(' ').next().unwrap_or_default();
                let shell = ["sh", "bash", "shell", "console", "zsh"].contains(&word);
                open = Some((shell, Vec::new()));
            }
            (Some(_), Some(_)) => {
                blocks.extend(
                    open.take()
                        .filter(|(shell, _)| *shell)
                        .map(|(_, lines)| lines),
                );
            }
            (None, Some((_, lines))) => {
                let typed = line.split(" #").next().unwrap_or_default().trim();
                if !typed.is_empty() && !typed.starts_with('#') {
                    lines.push(typed.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
            (None, None) => {}
        }
    }
    blocks
}

/// What a reader of the documents has at hand besides.
fn furnish(place: &Place, server: &str) {
    let entry = |(name, provider): &(&str, &str)| {
        let base = match *provider {
            "ollama" => server.to_owned(),
            "gemini" => format!("{server}/v1beta"),
            _ => format!("{server}/v1"),
        };
        let model = name.split_once('/').expect("provider/name").1;
        format!(
            "[models.{name:?}]\nprovider = {provider:?}\nmodel = {model:?}\nbase_url = {base:?}\n"
        )
    };
    place.file("models.toml", MODELS.iter().map(entry).collect::<String>());
    // Two runs of one plan under the numbers that the README compares, and shards and answers of
    // elsewhere.
    for run in [
        "run quick --seed 1 --model builtin:noisy?p=0.7 --store tribunal.db",
        "run quick --seed 1 --model builtin:noisy?p=0.5 --store tribunal.db",
        "run quick --seed 2 --model builtin:noisy?p=0.7 --store tribunal.db",
        "run quick --seed 2 --model builtin:noisy?p=0.5 --store tribunal.db",
        "run quick --seed 3 --shard 1/2 --store shard1.db",
        "run quick --seed 3 --shard 2/2 --store shard2.db",
        "run quick --seed 4 --model builtin:noisy?p=0.7 --store a.db",
        "run quick --seed 4 --model builtin:noisy?p=0.5 --store b.db",
        "run quick --seed 42 --store elsewhere.db",
        "export --store elsewhere.db --out answers.jsonl",
    ] {
        place.tribunal(&format!("{run} -q")).ok();
    }
    let challenge = "theorem one : 1 + 1 = 2 := by sorry\n";
    let proof = challenge.replace("sorry", "rfl");
    std::fs::create_dir(place.path("more")).expect("a folder");
    place
        .file("CHALLENGE.lean", challenge)
        .file("SUBMISSION.lean", &proof)
        .file("challenge.lean", challenge)
        .file("proof.lean", &proof)
        .file("more/another.lean", &proof)
        .file("TM_instances.json", crate::official::results().to_string())
        .file("TM_results.json", crate::official::results().to_string());
}

#[test]
fn every_block_does_what_it_says() {
    let server = steady(Config::default());
    let mut left_out = BTreeSet::new();
    for name in DOCUMENTS {
        let place = Place::new();
        furnish(&place, &server.url());
        let mut script = SHELL.to_owned();
        let mut typed = 0;
        for line in blocks(&read(name)).concat() {
            if let Some((known, _)) = NOT_TYPED.iter().find(|(known, _)| *known == line) {
                left_out.insert(*known);
                continue;
            }
            let mut put_in = line.clone();
            for (blank, filled) in PUT_IN {
                put_in = put_in.replace(blank, filled);
            }
            assert!(
                !put_in.contains('…'),
                "{name}: nothing is known to put in: {line}"
            );
            let quoted = line.replace('\'', r"'\''");
            script.push_str(&format!("echo '$ {quoted}' >&2\n{put_in}\n"));
            typed += 1;
        }
        let done = place
            .shell(&script)
            .env("SERVER", server.url())
            .env("TRIBUNAL_HOME", guests())
            .run();
        assert_eq!(
            done.code, 0,
            "{name}, {typed} lines:\n{}\n--- stdout\n{}",
            done.stderr, done.stdout
        );
    }
    let listed: BTreeSet<&str> = NOT_TYPED.iter().map(|(line, _)| *line).collect();
    assert_eq!(left_out, listed, "a line is listed and stands nowhere");
}

#[test]
fn no_document_with_a_block_is_overlooked() {
    let mut found = BTreeSet::new();
    let folder = |path: PathBuf| std::fs::read_dir(path).expect("the folder is read");
    for entry in folder(root()).chain(folder(root().join("docs"))) {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "md") {
            let name = path
                .strip_prefix(root())
                .expect("within")
                .display()
                .to_string();
            if !blocks(&read(&name)).is_empty() {
                found.insert(name);
            }
        }
    }
    let known = DOCUMENTS.iter().chain(OTHERS.iter().map(|(name, _)| name));
    assert_eq!(found, known.map(|name| (*name).to_owned()).collect());
}
