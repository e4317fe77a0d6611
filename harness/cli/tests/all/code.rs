//! `--mode code`, and the guests it needs. They have to be installed:
//! `tribunal guest install python`.

use crate::place::Place;

/// The home that the tests' own environment names; commands get no other variable of it.
fn home() -> String {
    let home = tribunal_sandbox::home().expect("TRIBUNAL_HOME, XDG_DATA_HOME or HOME is set");
    home.display().to_string()
}

#[test]
fn the_oracle_writes_programs_that_are_right() {
    let place = Place::new();
    let run = |model: &str| {
        let args = format!(
            "run beyondbench.easy.s* --mode code --cases 4 --limit 6 --seed s --model {model} --json"
        );
        let report = place
            .tribunal(&args)
            .env("TRIBUNAL_HOME", home())
            .ok()
            .json();
        (
            report["headline"]["score"]["mean"].as_f64(),
            report["run"]["mode"].as_str().map(str::to_owned),
        )
    };
    assert_eq!(
        run("builtin:oracle"),
        (Some(1.0), Some("code:python".to_owned()))
    );
    assert_eq!(
        run("builtin:wrong"),
        (Some(0.0), Some("code:python".to_owned()))
    );
    for run in ["1", "2"] {
        let again = place
            .tribunal(&format!("rescore {run} --check"))
            .env("TRIBUNAL_HOME", home());
        again.ok();
    }
}

#[test]
fn the_suites_of_programs_are_solved_by_right_programs_alone() {
    let place = Place::new();
    for suite in ["code-easy", "code-hard"] {
        for (player, mean) in [("oracle", 1.0), ("wrong", 0.0)] {
            let args = format!("run {suite} --limit 40 --seed s --model builtin:{player} --json");
            let run = place.tribunal(&args).env("TRIBUNAL_HOME", home());
            let report = run.ok().json();
            let headline = &report["headline"];
            assert_eq!(headline["items"], 40, "{suite}");
            assert_eq!(headline["score"]["mean"].as_f64(), Some(mean), "{suite}");
            assert_eq!(report["run"]["mode"], "code:python", "{suite}");
        }
    }
}

#[test]
fn without_the_guest_an_answer_is_an_error_that_names_the_command() {
    let place = Place::new();
    place.file("empty", "");
    let run = place
        .tribunal("run beyondbench.easy.sum --mode code --limit 1 --seed s --model builtin:oracle")
        .env("TRIBUNAL_HOME", place.path("nothing").display().to_string());
    run.run().code(4);
    let story = place.tribunal("show 1 0").ok();
    assert!(
        story.stdout.contains("tribunal guest install python"),
        "{}",
        story.stdout
    );
}

#[test]
fn doctor_says_what_to_type() {
    let place = Place::new();
    let nothing = place.path("nothing").display().to_string();
    let doctor = place.tribunal("doctor").env("TRIBUNAL_HOME", nothing).ok();
    for part in ["guest python", "missing", "→ tribunal guest install python"] {
        assert!(doctor.stdout.contains(part), "{}", doctor.stdout);
    }
    let doctor = place
        .tribunal("doctor --json")
        .env("TRIBUNAL_HOME", home())
        .ok()
        .json();
    assert_eq!(doctor["parts"][0]["name"], "guest python");
    assert_eq!(doctor["parts"][0]["state"], "works", "{doctor}");
}

#[test]
fn guests_are_listed_and_refused() {
    let place = Place::new();
    let list = place
        .tribunal("guest list --json")
        .env("TRIBUNAL_HOME", home())
        .ok()
        .json();
    assert_eq!(list["guests"][0]["guest"], "python");
    assert_eq!(list["guests"][0]["installed"], true);
    place.file("some.tgz", "not a package");
    let refused = place
        .tribunal("guest install python --from some.tgz")
        .env("TRIBUNAL_HOME", place.path("nothing").display().to_string())
        .run()
        .code(2);
    assert!(
        refused.stderr.contains("some.tgz holds no python guest"),
        "{}",
        refused.stderr
    );
}

#[test]
fn an_item_can_be_shown_as_code() {
    let place = Place::new();
    let shown = place
        .tribunal("show beyondbench.easy.sum --seed s --mode code --cases 3 --json")
        .ok()
        .json();
    assert_eq!(shown["check"]["kind"], "program");
    assert_eq!(shown["check"]["cases"].as_array().map(Vec::len), Some(3));
    assert!(
        shown["prompt"]
            .as_str()
            .is_some_and(|text| text.contains("standard input"))
    );
}
