//! The release gate from end to end: who passes, who doesn't, and what it costs to know.

use serde_json::Value;
use tribunal_mock::{Config, Fault, Faults};

use crate::place::{Place, serve};

/// A gate over easy items: a margin of 5 points and up to 4,000 items.
fn place(more: &str) -> Place {
    let place = Place::new();
    place.file(
        "gated.toml",
        "name = \"gated\"\nversion = 1\n\
         [[task]]\nname = \"beyondbench.easy.sum\"\ncount = 2000\n\
         [[task]]\nname = \"beyondbench.easy.sorting\"\ncount = 2000\n",
    );
    place
        .tribunal("gate plan --new ./gated.toml --quiet")
        .ok()
        .prints("needed");
    let file = place.read("gate.toml");
    let file = file
        .replace("margin = 0.02", "margin = 0.05")
        .replace("max = 2000", "max = 4000");
    place.file("gate.toml", file + more);
    place
}

const BASE: &str = "--baseline builtin:noisy?p=0.80 --progress none --seed release-7";

/// Carries the gate out on a candidate; the items asked of each side.
fn gate(place: &Place, candidate: &str, code: i32) -> (u64, Value) {
    let done = place
        .tribunal(&format!("gate run --model {candidate} {BASE} --json"))
        .run()
        .code(code);
    let ruling = done.json();
    let asked = ruling["ruling"]["figures"]["pairs"].as_u64();
    (asked.expect("a count"), ruling)
}

#[test]
fn equal_and_better_models_pass_and_a_worse_one_fails() {
    let place = place("");
    let (equal, ruling) = gate(&place, "builtin:noisy?p=0.80&seed=other", 0);
    assert_eq!(ruling["ruling"]["decision"], "PASS");
    let (better, ruling) = gate(&place, "builtin:noisy?p=0.83", 0);
    assert_eq!(ruling["ruling"]["decision"], "PASS");
    let (worse, ruling) = gate(&place, "builtin:noisy?p=0.70", 1);
    assert_eq!(ruling["ruling"]["decision"], "FAIL");
    // Clear cases are cheaper than the close one.
    assert!(better < equal && worse < equal, "{better} {worse} {equal}");
    assert!(worse < 1_000, "{worse}");
}

#[test]
fn a_gate_that_is_cut_short_is_inconclusive() {
    let place = place("");
    let file = place.read("gate.toml").replace("max = 4000", "max = 60");
    place.file("gate.toml", &file);
    let (asked, ruling) = gate(&place, "builtin:noisy?p=0.80&seed=other", 3);
    assert_eq!(
        (asked, &ruling["ruling"]["decision"]),
        (60, &Value::from("INCONCLUSIVE"))
    );
    assert!(
        ruling["ruling"]["more_items"]
            .as_u64()
            .is_some_and(|more| more > 0)
    );
    // By its policy it may let such a candidate through; the decision is told all the same.
    place.file(
        "gate.toml",
        file.replace("inconclusive = \"fail\"", "inconclusive = \"pass\""),
    );
    let (_, ruling) = gate(&place, "builtin:noisy?p=0.80&seed=other", 0);
    assert_eq!(ruling["ruling"]["decision"], "INCONCLUSIVE");
    assert_eq!(ruling["ruling"]["lets_through"], true);
}

#[test]
fn a_server_that_fails_one_request_in_ten_makes_the_gate_invalid() {
    let server = serve(Config {
        // Failures that no retry can mend.
        faults: Faults::none()
            .with(Fault::ContextLength, 0.1)
            .expect("a rate"),
        ..Config::boxed(1)
    });
    let place = place("");
    let file = place.read("gate.toml").replace("max = 4000", "max = 200");
    place.file("gate.toml", file);
    let done = place
        .ask(&server, &format!("gate run {BASE} --json"))
        .run()
        .code(4);
    let ruling = done.json();
    assert_eq!(ruling["ruling"]["decision"], "INVALID");
    let errors = &ruling["ruling"]["figures"]["errors"];
    assert_eq!(errors["base"], 0);
    assert!(
        errors["candidate"].as_u64().is_some_and(|n| n > 4),
        "{errors}"
    );
}

#[test]
fn a_task_that_must_stay_perfect_fails_the_gate_at_once() {
    let place = place("perfect = [\"beyondbench.easy.sum\"]\n");
    let (asked, ruling) = gate(&place, "builtin:noisy?p=0.95", 1);
    assert!(asked <= 200, "{asked}");
    let reason = ruling["ruling"]["reason"].as_str().expect("a reason");
    assert!(
        reason.starts_with("all right in beyondbench.easy.sum"),
        "{reason}"
    );
}

#[test]
fn an_interrupted_gate_goes_on_and_stored_runs_are_decided_alike() {
    let place = place("");
    let (asked, first) = gate(&place, "builtin:noisy?p=0.70", 1);
    let (again, second) = gate(&place, "builtin:noisy?p=0.70", 1);
    assert_eq!((asked, &first["ruling"]), (again, &second["ruling"]));
    // The same two runs, decided without asking anyone.
    let (base, candidate) = (&first["base_run"], &first["candidate_run"]);
    let checked = place
        .tribunal(&format!("gate check {base} {candidate} --json"))
        .run()
        .code(1)
        .json();
    assert_eq!(checked["ruling"]["figures"], first["ruling"]["figures"]);
}

#[test]
fn a_stored_baseline_is_not_asked_again_but_for_drift() {
    let place = place("");
    place
        .tribunal(
            "run ./gated.toml --model builtin:noisy?p=0.80 --seed old --limit 800 \
             --progress none --store base.db",
        )
        .ok();
    // Another player under the baseline's name stands for a provider that changed its model.
    let done = place
        .tribunal(
            "gate run --model builtin:noisy?p=0.70 --baseline builtin:noisy?p=0.5 \
             --baseline-run latest --base-store base.db --progress none --json",
        )
        .run()
        .code(1)
        .json();
    assert_eq!(done["seed"], "old");
    let drift = &done["ruling"]["drift"];
    assert_eq!(drift["base_verifier"]["changed"], 0);
    let provider = &drift["provider"];
    assert!(
        provider["items"].as_u64().is_some_and(|n| n >= 20),
        "{provider}"
    );
    assert!(
        provider["comparison"]["difference"]
            .as_f64()
            .is_some_and(|d| d < -0.1)
    );
    assert_eq!(
        place.tribunal("runs --store base.db --json").ok().json()["runs"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
}

#[test]
fn what_a_gate_writes() {
    let place = place("");
    place
        .tribunal(&format!(
            "gate run --model builtin:noisy?p=0.70 {BASE} --markdown a.md --junit a.xml \
             --json-file a.json --annotations --color never"
        ))
        .run()
        .code(1)
        .says("::error title=tribunal gate%3A FAIL::worse")
        .prints("FAIL  worse");
    let markdown = place.read("a.md");
    assert!(
        markdown.starts_with("<!-- tribunal-gate -->\n### ❌ tribunal gate: FAIL"),
        "{markdown}"
    );
    let junit = place.read("a.xml");
    assert!(
        junit.contains("<testsuite name=\"tribunal gate\" tests=\"5\" failures=\"1\" errors=\"0\""),
        "{junit}"
    );
    let json: Value = serde_json::from_str(&place.read("a.json")).expect("a document");
    assert_eq!(json["schema"], 1);
}

#[test]
fn runs_on_other_items_are_refused() {
    let place = place("");
    for seed in ["one", "two"] {
        let run = format!("run ./gated.toml --seed {seed} --limit 40 --progress none");
        place.tribunal(&run).ok();
    }
    place
        .tribunal("compare 1 2")
        .run()
        .code(2)
        .says("no item in common");
    place
        .tribunal("gate check 1 2")
        .run()
        .code(4)
        .prints("no item in common");
    place
        .tribunal("run ./gated.toml --seed one --limit 30 --model builtin:oracle --progress none")
        .ok();
    place
        .tribunal("compare 1 3")
        .run()
        .code(2)
        .says("10 only the baseline")
        .says("--common");
    place
        .tribunal("compare 1 3 --common")
        .ok()
        .prints("30 pairs, 30 judged");
}

#[test]
fn bad_gate_files_are_named() {
    let place = place("");
    let file = place.read("gate.toml");
    for (text, part) in [
        (file.clone() + "margn = 1\n", "unknown field `margn`"),
        (
            file.replace("margin = 0.05", "margin = 7"),
            "endpoint.margin is 7",
        ),
        (file.replace("gated.toml", "missing.toml"), "missing.toml"),
    ] {
        place.file("bad.toml", text);
        place
            .tribunal(&format!(
                "gate run --file bad.toml --model builtin:oracle {BASE}"
            ))
            .run()
            .code(2)
            .says(part);
    }
    place
        .tribunal("gate run --model builtin:oracle")
        .run()
        .code(2)
        .says("name the baseline");
    place
        .tribunal(&format!("gate run {BASE}"))
        .run()
        .code(2)
        .says("--model");
    let other = file.replace("suite_digest = \"", "suite_digest = \"0000");
    place.file("gate.toml", other);
    gate(&place, "builtin:oracle", 4);
}

/// The harness itself, model against model: no more than one gate in twenty fails an equal
/// candidate. Forty gates; six failures would come by chance in fewer than one case in fifty.
#[test]
fn equal_models_seldom_fail_each_other() {
    let place = place("");
    let file = place.read("gate.toml").replace("max = 4000", "max = 300");
    place.file("gate.toml", file);
    let mut failed = 0;
    for round in 0..40 {
        let done = place
            .tribunal(&format!(
                "gate run --model builtin:noisy?p=0.8&seed=x{round} \
                 --baseline builtin:noisy?p=0.8&seed=y{round} --seed a{round} --progress none -q"
            ))
            .run();
        assert!([0, 1, 3].contains(&done.code), "{}", done.stderr);
        failed += u32::from(done.code == 1);
    }
    assert!(failed < 6, "{failed} of 40 equal candidates failed");
}

#[test]
fn the_anchor_set_is_asked_beside_and_decides_nothing() {
    let place = place("\n[anchor]\nseed = \"anchor-1\"\nitems = 40\n");
    let (_, first) = gate(&place, "builtin:noisy?p=0.70", 1);
    assert_eq!(first["anchor"]["items"], 40);
    // Its items are the same for another release, whatever the gate's seed.
    let done = place
        .tribunal(
            "gate run --model builtin:noisy?p=0.70 --baseline builtin:noisy?p=0.80 \
             --progress none --seed release-8 --json",
        )
        .run();
    assert_eq!(done.json()["anchor"], first["anchor"]);
}

#[test]
fn a_gate_stops_at_its_budget() {
    let server = serve(Config::boxed(1));
    let place = place("");
    place
        .ask(
            &server,
            &format!("gate run {BASE} --budget-tokens 600 -j 4"),
        )
        .run()
        .code(5)
        .says("stopped before the baseline was asked: the budget is reached");
    let asked = server.stats().numbered;
    assert!(asked < 50, "{asked}");
    // With more to spend, the same gate goes on: nothing is asked twice.
    place
        .ask(&server, &format!("gate run {BASE}"))
        .run()
        .code(1);
    assert!(server.stats().numbered < asked + 200);
}

#[test]
fn a_server_that_is_down_makes_the_gate_invalid() {
    let place = place("");
    place
        .tribunal(&format!(
            "gate run {BASE} --model openai/mock --base-url http://127.0.0.1:9/v1 --first-wait-ms 1"
        ))
        .env("OPENAI_API_KEY", "none")
        .run()
        .code(4)
        .says("stopped before the baseline was asked");
}

/// Verdicts that today's verifiers judge otherwise are told apart from what the model changed.
#[test]
fn drift_of_the_verifiers_is_shown_apart() {
    let place = place("");
    for model in ["builtin:noisy?p=0.80", "builtin:noisy?p=0.80&seed=b"] {
        place
            .tribunal(&format!(
                "run ./gated.toml --seed drift --limit 300 --model {model} --progress none"
            ))
            .ok();
    }
    // What an older verifier would have left behind: ten right answers of the baseline called wrong.
    rusqlite::Connection::open(place.path("tribunal.db"))
        .and_then(|store| {
            store.execute(
                "UPDATE verdict SET strict_outcome = 'incorrect', strict_score = 0, \
                 lenient_outcome = 'incorrect', lenient_score = 0 WHERE response IN (SELECT \
                 response.id FROM response JOIN verdict ON verdict.response = response.id \
                 WHERE run = 1 AND lenient_outcome = 'correct' ORDER BY ordinal LIMIT 10)",
                [],
            )
        })
        .expect("the store is changed");
    let done = place.tribunal("gate check 1 2 --json").run();
    let drift = &done.json()["ruling"]["drift"];
    assert_eq!(drift["base_verifier"]["changed"], 10);
    assert_eq!(drift["candidate_verifier"]["changed"], 0);
    let shift = drift["base_verifier"]["shift"].as_f64().expect("a shift");
    assert!((shift - 10.0 / 300.0).abs() < 1e-12, "{shift}");
}
