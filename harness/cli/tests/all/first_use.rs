//! What a newcomer sees first.

use crate::place::{Place, assert_picture, is_file};

#[test]
fn a_first_run_needs_no_argument_no_key_and_no_network() {
    let place = Place::new();
    let done = place
        .tribunal("run")
        .ok()
        .says("run 1: suite quick, seed ")
        .prints("Run 1 ")
        .prints("builtin:noisy?p=0.7")
        .prints("Score ");
    assert!(is_file(&place.path("tribunal.db")));
    assert!(!done.stdout.contains("run 1: suite"), "talk on stdout");
    assert!(!done.stderr.contains("Score"), "data on stderr");
    place.store_is_sound();
}

#[test]
fn the_report_of_a_seed_is_the_same_every_time() {
    let place = Place::new();
    place.steady_suite();
    let done = place.tribunal("run steady.toml --quiet --seed 1").ok();
    assert_eq!(done.stderr, "");
    assert_picture("first-report", &done.stdout);
    let again = place.tribunal("report --quiet").ok();
    assert_eq!(again.stdout, done.stdout);
}

#[test]
fn a_machine_reads_one_json_document() {
    let place = Place::new();
    let report = place.tribunal("run --json --seed 1").ok().json();
    assert_eq!(report["schema"], 1);
    assert_eq!(report["run"]["suite"], "quick");
    assert_eq!(report["run"]["seed"], "1");
    assert_eq!(report["run"]["state"], "complete");
    let planned = report["coverage"]["planned"].as_u64().expect("a count");
    assert!(
        (50..=200).contains(&planned),
        "a first look: {planned} items"
    );
    assert_eq!(report["coverage"]["complete"], true);
    assert_eq!(report["valid"], true);
    let right = report["headline"]["outcomes"]["correct"].as_u64();
    assert!(
        right > Some(planned / 2) && right < Some(planned),
        "{right:?}"
    );
    let score = &report["headline"]["score"];
    assert!(score["low"].as_f64() < score["mean"].as_f64());
    assert!(score["mean"].as_f64() < score["high"].as_f64());

    place.tribunal("run -q --seed 2").ok();
    let both = place.tribunal("report 1 2 --json").ok().json();
    assert_eq!(both["reports"][0], report);
    assert_eq!(both["reports"][1]["run"]["seed"], "2");
    let runs = place.tribunal("runs --json").ok().json();
    assert_eq!(runs["runs"].as_array().map(Vec::len), Some(2));
}

#[test]
fn events_come_one_a_line() {
    let place = Place::new();
    let done = place
        .tribunal("run --seed 1 --limit 3 --progress json -q")
        .ok();
    let events: Vec<serde_json::Value> = done
        .stderr
        .lines()
        .map(|line| serde_json::from_str(line).expect("an event"))
        .collect();
    let answered = |e: &&serde_json::Value| e["event"] == "answered";
    assert_eq!(events.iter().filter(answered).count(), 3, "{}", done.stderr);
}

#[test]
fn a_reader_that_goes_away_ends_a_command_quietly() {
    let place = Place::new();
    place
        .tribunal("run beyondbench.easy.* -q --seed 1 --limit 400")
        .ok();
    for command in ["export", "report --long", "list tasks --long", "--help"] {
        // By the time the command writes, nobody is there to read.
        let script = format!("{{ sleep 0.1; $TRIBUNAL {command}; echo ends with $? >&2; }} | true");
        let done = place.shell(&script).run();
        assert_eq!(done.stderr, "ends with 0\n", "{command}");
    }
    let done = place.shell("$TRIBUNAL export | head -n 1").ok();
    assert_eq!((done.stdout.lines().count(), done.stderr.as_str()), (1, ""));
}

#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_told() {
    let place = Place::new();
    place.tribunal("run -q --seed 1 --limit 3").ok();
    for command in ["report", "export", "list tasks --json"] {
        let done = place
            .shell(&format!(
                "$TRIBUNAL {command} > /dev/full; echo ends with $?"
            ))
            .run();
        assert_eq!(done.stdout, "ends with 70\n", "{command}");
        assert_eq!(
            done.stderr, "tribunal: can't write to stdout: No space left on device (os error 28)\n",
            "{command}"
        );
    }
}

#[test]
fn every_command_explains_itself() {
    let place = Place::new();
    let help = place.tribunal("--help").ok();
    assert_eq!(help.stderr, "");
    let commands: Vec<&str> = help
        .stdout
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(
        commands.contains(&"run") && commands.len() >= 12,
        "{commands:?}"
    );
    for command in commands.iter().copied().chain(["cache explain"]) {
        for flag in ["--help", "-h"] {
            let done = place.tribunal(&format!("{command} {flag}")).ok();
            assert!(done.stdout.contains(&format!("Usage: tribunal {command}")));
            assert_eq!(done.stderr, "");
        }
    }
    assert_picture("help", &help.stdout);
    place.tribunal("run -h").ok().prints("[default: quick]");
    let version = place.tribunal("--version").ok();
    assert_eq!(
        version.stdout,
        concat!("tribunal ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn what_there_is_can_be_listed() {
    let place = Place::new();
    place
        .tribunal("list tasks")
        .ok()
        .prints("beyondbench.easy.sum ")
        .prints("tmbench.mtag ");
    place
        .tribunal("list tasks --long")
        .ok()
        .prints("    size=8  ")
        .prints("    :latin  ")
        .prints("        items ≥ ")
        .prints(", best constant guess 0.0 %");
    let long = place.tribunal("list tasks --long --json").ok().json();
    for task in long["tasks"].as_array().expect("a list") {
        for variation in task["variations"].as_array().expect("a list") {
            let guess = &variation["best_guess"];
            let share = guess["share"].as_f64().expect("a share");
            // A constant answer that is right this often would be a broken task.
            assert!((0.0..0.8).contains(&share), "{}: {guess}", task["name"]);
            let space = &variation["space"];
            assert!(space["least"].as_str().is_some_and(|least| least != "0"));
        }
    }
    let short = place.tribunal("list tasks --json").ok().json();
    assert!(short["tasks"][0]["variations"][0]["space"].is_null());
    place
        .tribunal("list suites")
        .ok()
        .prints("quick ")
        .prints("tmbench ");
    assert_picture("list-models", &place.tribunal("list models").ok().stdout);
    place.file(
        "models.toml",
        "[models.mine]\nprovider = \"vllm\"\nmodel = \"m\"\n",
    );
    place
        .tribunal("list models")
        .ok()
        .prints("in models.toml:\n  mine\n");
    let models = place.tribunal("list models --json").ok().json();
    assert_eq!(models["entries"][0], "mine");
}

#[test]
fn the_store_may_be_named_by_flag_or_environment() {
    let place = Place::new();
    place
        .tribunal("run -q --limit 1 --seed a --store one.db")
        .ok();
    place
        .tribunal("run -q --limit 1 --seed b")
        .env("TRIBUNAL_STORE", "two.db")
        .ok();
    assert!(is_file(&place.path("one.db")) && is_file(&place.path("two.db")));
    assert!(!is_file(&place.path("tribunal.db")));
    place.tribunal("runs --store two.db").ok().prints(" b ");
}
