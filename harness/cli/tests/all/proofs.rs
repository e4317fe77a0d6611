//! Runs whose answers are proofs in Lean. The guest has to be installed: `tribunal lean install`.

use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::place::{Place, guests};

/// Each run has as many judges at work as there are cores; two at once would only wait for each
/// other.
static ALONE: Mutex<()> = Mutex::new(());

/// The report of a run of `lean-quick` by a built-in player.
fn run(place: &Place, model: &str) -> Value {
    let run = place.tribunal(&format!(
        "run lean-quick --seed proofs --model {model} --json"
    ));
    run.env("TRIBUNAL_HOME", guests()).ok().json()
}

fn outcomes(report: &Value) -> (u64, u64) {
    let outcomes = &report["headline"]["outcomes"];
    let of = |name: &str| outcomes[name].as_u64().unwrap_or(0);
    (of("correct"), of("incorrect"))
}

#[test]
fn the_generators_own_proofs_pass() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let place = Place::new();
    let report = run(&place, "builtin:oracle");
    let planned = report["coverage"]["planned"].as_u64().expect("a count");
    assert!(planned >= 20, "{planned} items");
    assert_eq!(outcomes(&report), (planned, 0));
    // Judged again, by workers that never saw the first judgement, every verdict is the same.
    place
        .tribunal("rescore latest --check")
        .env("TRIBUNAL_HOME", guests())
        .ok();
}

#[test]
fn broken_proofs_fail() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let place = Place::new();
    let report = run(&place, "builtin:wrong");
    let planned = report["coverage"]["planned"].as_u64().expect("a count");
    assert_eq!(outcomes(&report), (0, planned));
}

#[test]
fn no_cheating_passes() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let place = Place::new();
    // What a hostile file leaves undecided counts as no answer; never as a pass.
    let cheat = place.tribunal("run lean-quick --seed proofs --model builtin:cheater --json");
    let done = cheat.env("TRIBUNAL_HOME", guests()).run();
    assert!([0, 4].contains(&done.code), "{}", done.stderr);
    let (correct, incorrect) = outcomes(&done.json());
    assert_eq!(correct, 0, "{}", done.stdout);
    assert!(incorrect > 0, "{}", done.stdout);
}

#[test]
fn noise_proves_nothing() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let place = Place::new();
    let words = [
        "theorem ",
        ":= ",
        "by ",
        "simp",
        "omega",
        "sorry",
        "\n",
        "axiom a : False\n",
        "decide",
        "rfl",
    ];
    let mut state = 20_261_126_u64;
    let mut below = |bound: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % bound
    };
    let lines: String = (0..8)
        .map(|ordinal| {
            let noise: String = (0..below(12))
                .map(|_| match below(2) {
                    0 => words[below(words.len())].to_owned(),
                    _ => char::from(32 + below(95) as u8).to_string(),
                })
                .collect();
            let response = format!("```lean\n{noise}\n```");
            format!(
                "{}\n",
                serde_json::json!({ "ordinal": ordinal, "response": response })
            )
        })
        .collect();
    place.file("noise.jsonl", lines);
    let import = "import noise.jsonl --label noise lean-quick --seed noise --limit 8 --json";
    let report = place.tribunal(import).env("TRIBUNAL_HOME", guests()).ok();
    let report = report.json();
    assert_eq!(outcomes(&report).0, 0, "{report}");
    assert_eq!(report["headline"]["outcomes"]["error"], 0, "{report}");
}

#[test]
fn without_the_guest_a_proof_is_an_error_that_names_the_command() {
    let place = Place::new();
    place
        .tribunal("run lean-quick --limit 1 --seed 1 --model builtin:oracle")
        .env("TRIBUNAL_HOME", place.path("nothing"))
        .run()
        .code(4);
    place
        .tribunal("show 1 0")
        .ok()
        .prints("tribunal lean install");
}
