//! Published TMBench files: results are judged again, instances are asked.

use serde_json::{Value, json};

use crate::place::Place;

/// A result file in the published form. Its machine halts after four steps from ABCA.
pub(crate) fn results() -> Value {
    let right = "### step 0:\nQueue State: [A B C A]\n### step 1:\nQueue State: [C A B]\n\
                 ### step 2:\nQueue State: [B A]\n### step 3:\nQueue State: [A C]\n\
                 ### step 4:\nQueue State: [B]";
    let sample = |id: &str, start: &str, states: Value, answer: &str| {
        json!({
            "id": id, "init_str": start, "rule": {"A": "B", "B": "AC", "C": "A"},
            "delete_count": 2, "step_results": states, "prompts": [], "ans": answer,
            "num_token": 90,
        })
    };
    json!({
        "symbol_set": ["A", "B", "C"],
        "rule_min_length": 1, "rule_max_length": 2,
        "str_min_length": 2, "str_max_length": 4,
        "max_step": 31, "delete_count": 2,
        "samples": [
            sample(
                "199ab689d78e237bc9bee88af1d72ee7a13c4767c51a5190a34cb2d002afb6e6",
                "ABCA",
                json!(["ABCA", "CAB", "BA", "AC", "B"]),
                right,
            ),
            sample(
                "not-its-digest",
                "CAB",
                json!(["CAB", "BA", "AC", "B"]),
                "### step 0:\nQueue State: [C A B]\n### step 1:\nQueue State: [C C C]",
            ),
        ],
    })
}

#[test]
fn stored_answers_are_judged_by_the_same_path_as_asked_ones() {
    let place = Place::new();
    place.file("results.json", results().to_string());
    let report = place
        .tribunal("import results.json --label published --json")
        .ok()
        .says("sample 1 has the id `not-its-digest`")
        .json();
    assert_eq!(report["run"]["model"], "published");
    assert_eq!(report["headline"]["outcomes"]["correct"], 1);
    assert_eq!(report["coverage"]["complete"], true);
    let steps = &report["headline"]["steps"];
    assert_eq!(steps["answers"], 2);
    // Steps 0 to 3 are reached by both machines, step 4 by one; right are 2, 1, 1, 1 and 1.
    let swa = steps["swa_uniform"].as_f64().expect("a figure");
    assert!(
        (swa - (1.0 + 0.5 + 0.5 + 0.5 + 1.0) / 5.0).abs() < 1e-9,
        "{swa}"
    );
    place.tribunal("rescore latest --check").ok();
    place.store_is_sound();

    // Read otherwise, the answers are others: a run of its own, and nothing is passed over.
    let cut = place
        .tribunal("import results.json --label published --token-limit 90 --json")
        .ok()
        .json();
    assert_ne!(cut["run"]["uid"], report["run"]["uid"]);
    assert_eq!(cut["headline"]["outcomes"]["truncated"], 1);
}

#[test]
fn instances_are_a_suite_to_ask() {
    let mut file = results();
    for sample in file["samples"].as_array_mut().expect("samples") {
        let sample = sample.as_object_mut().expect("an object");
        sample.remove("ans");
        sample.remove("num_token");
    }
    let place = Place::new();
    place.file("instances.json", file.to_string());
    place
        .tribunal("import instances.json --label x")
        .run()
        .code(2)
        .says("`instances.json` holds instances and no answers; ask a model for them")
        .says("tribunal run instances.json");
    for (player, outcome) in [("oracle", "correct"), ("wrong", "incorrect")] {
        let report = place
            .tribunal(&format!(
                "run instances.json --model builtin:{player} --json"
            ))
            .ok()
            .json();
        assert_eq!(report["headline"]["outcomes"][outcome], 2, "{player}");
    }
}

#[test]
fn files_that_are_not_official_say_what_is_wrong() {
    let place = Place::new();
    let mut wrong_state = results();
    wrong_state["samples"][0]["step_results"][2] = "CA".into();
    place
        .file("state.json", wrong_state.to_string())
        .file("other.json", "[1, 2]")
        .file("broken.json", "{\"samples\": ");
    for (file, part) in [
        (
            "state.json",
            "step 2 is `CA` in the file, but the machine gives `BA`",
        ),
        ("other.json", "not a TMBench file"),
        ("broken.json", "not a TMBench file"),
        ("missing.json", "can't read `missing.json`"),
    ] {
        place
            .tribunal(&format!("import {file} --label x"))
            .run()
            .code(2)
            .says(part);
    }
}
