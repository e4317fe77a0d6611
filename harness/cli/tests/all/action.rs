//! The GitHub Action's script, run as a runner runs it: variables and files in, files and an exit
//! code out, against a mock server.

use std::path::Path;

use tribunal_mock::Config;

use crate::place::{Place, serve};

fn script() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ci/action/gate");
    root.display().to_string()
}

fn prepared() -> Place {
    let place = Place::new();
    place.steady_suite();
    place.tribunal("gate plan --new ./steady.toml --quiet").ok();
    std::fs::create_dir(place.path("temp")).expect("a folder");
    place
}

/// Runs the script with the variables that GitHub gives, and these inputs.
fn act(place: &Place, inputs: &[(&str, &str)]) -> crate::place::Done {
    let mut command = place.shell(&format!("bash '{}'", script()));
    command = command
        .env("GITHUB_ACTIONS", "true")
        .env("RUNNER_TEMP", place.path("temp"))
        .env("GITHUB_OUTPUT", place.path("output"))
        .env("GITHUB_STEP_SUMMARY", place.path("summary.md"))
        .env("INPUT_TRIBUNAL", env!("CARGO_BIN_EXE_tribunal"))
        .env("INPUT_SEED", "action");
    for (name, value) in inputs {
        command = command.env(name, value);
    }
    command.run()
}

fn output(place: &Place, name: &str) -> String {
    let prefix = format!("{name}=");
    let all = place.read("output");
    let line = all.lines().find_map(|line| line.strip_prefix(&prefix));
    line.unwrap_or_else(|| panic!("no output {name}:\n{all}"))
        .to_owned()
}

#[test]
fn a_worse_candidate_fails_the_job() {
    // The candidate always answers 1, which is wrong nearly everywhere.
    let server = serve(Config::boxed(1));
    let place = prepared();
    let url = format!("{}/v1", server.url());
    let done = act(
        &place,
        &[
            ("INPUT_MODEL", "openai/mock"),
            ("INPUT_BASE_URL", &url),
            ("INPUT_BASELINE_MODEL", "builtin:oracle"),
            ("INPUT_SUITE", "./steady.toml"),
            ("INPUT_BUDGET_USD", ""),
        ],
    );
    let done = done.code(1).says("::error title=tribunal gate%3A FAIL::");
    assert!(done.stdout.starts_with("FAIL"), "{}", done.stdout);
    assert_eq!(output(&place, "decision"), "FAIL");
    assert!(output(&place, "summary").starts_with("worse: difference"));
    assert_eq!(output(&place, "store"), "tribunal.db");
    assert!(place.read("summary.md").contains("tribunal gate: FAIL"));
    let comment = std::fs::read_to_string(output(&place, "comment")).expect("a comment");
    assert_eq!(comment, place.read("summary.md"));
    let junit = std::fs::read_to_string(output(&place, "junit")).expect("a report");
    assert!(junit.starts_with("<?xml"), "{junit}");
    assert!(server.stats().numbered > 0);
}

#[test]
fn the_kept_store_is_the_next_baseline() {
    let place = prepared();
    place
        .tribunal(
            "run ./steady.toml --model builtin:oracle --seed kept --progress none --store kept.db",
        )
        .ok();
    let inputs = [
        ("INPUT_MODEL", "builtin:wrong"),
        ("INPUT_BASELINE_STORE", "kept.db"),
    ];
    act(&place, &inputs).code(1);
    assert_eq!(output(&place, "decision"), "FAIL");
}

#[test]
fn mistakes_end_the_job_with_code_2() {
    let place = prepared();
    let oracle = ("INPUT_BASELINE_MODEL", "builtin:oracle");
    for (inputs, part) in [
        (vec![oracle], "the input model is empty"),
        (
            vec![("INPUT_MODEL", "builtin:oracle")],
            "there is no baseline",
        ),
        (
            vec![
                ("INPUT_MODEL", "builtin:oracle"),
                oracle,
                ("INPUT_SUITE", "other"),
            ],
            "is not about the suite other",
        ),
        (
            vec![
                ("INPUT_MODEL", "builtin:oracle"),
                oracle,
                ("INPUT_TRIBUNAL", "no-such-program"),
            ],
            "there is no program no-such-program",
        ),
    ] {
        act(&place, &inputs).code(2).says(part);
    }
    // What the program itself refuses is told apart in the outputs.
    let wrong = [("INPUT_MODEL", "builtin:nobody"), oracle];
    act(&place, &wrong).code(2);
    assert_eq!(output(&place, "decision"), "USAGE");
}
