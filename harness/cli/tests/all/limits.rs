//! Limits on everything that is read: nothing that is named on the command line or comes from a
//! server is read without end, into a depth without end, or into an overflow.
#![cfg(unix)]

use std::time::{Duration, Instant};

use tribunal_mock::{Config, RawReply, Reply};

use crate::place::{Done, Place, serve};

/// No command may take longer than this over any file.
const PATIENCE: Duration = Duration::from_secs(60);

/// A command that gets six gigabytes of addresses: what reads without a limit ends there.
fn bounded(place: &Place, command: &str) -> Done {
    let begun = Instant::now();
    let done = place
        .shell(&format!("ulimit -v 6000000; exec $TRIBUNAL {command}"))
        .env("TRIBUNAL_HOME", place.path("home"))
        .run();
    assert!(
        begun.elapsed() < PATIENCE,
        "`{command}`: {:?}",
        begun.elapsed()
    );
    done
}

#[test]
fn files_without_end_are_refused() {
    let place = Place::new();
    place.tribunal("run -q --limit 2 --seed 1").ok();
    for name in [
        "endless.toml",
        "endless.lean",
        "endless.py",
        "endless.jsonl",
    ] {
        std::os::unix::fs::symlink("/dev/zero", place.path(name)).expect("a link");
    }
    std::fs::create_dir(place.path("prompts")).expect("a folder");
    std::os::unix::fs::symlink("/dev/zero", place.path("prompts/beyondbench.easy.sum.j2"))
        .expect("a link");
    // A file of results with a hole of a gibibyte in it.
    std::fs::File::create(place.path("hole.json"))
        .and_then(|file| file.set_len(1 << 30))
        .expect("a file");
    for (command, said) in [
        ("run endless.toml --seed 1", "endless.toml"),
        ("run hole.json --seed 1", "hole.json"),
        ("import hole.json --label x", "hole.json"),
        (
            "import endless.jsonl --label x --seed 1",
            "longer than 67108864 bytes",
        ),
        (
            "run --model replay:endless.jsonl --seed 1",
            "longer than 67108864 bytes",
        ),
        (
            "run quick --models endless.toml --model m --seed 1",
            "endless.toml",
        ),
        (
            "show beyondbench.easy.sum --prompts ./prompts --seed 1",
            "larger than 1048576 bytes",
        ),
        (
            "gate run --file endless.toml --model builtin:oracle --baseline builtin:oracle",
            "endless.toml",
        ),
        ("gate check 1 1 --file endless.toml", "endless.toml"),
        (
            "leaderboard build --store tribunal.db --out site --about endless.toml",
            "endless.toml",
        ),
        ("lean check endless.lean endless.lean", "endless.lean"),
    ] {
        let done = bounded(&place, command).code(2);
        assert_eq!(done.stderr.lines().count(), 1, "{}", done.stderr);
        done.says(said);
    }
}

#[test]
fn files_without_a_bottom_are_refused() {
    let place = Place::new();
    place.tribunal("run -q --limit 2 --seed 1").ok();
    let (open, shut) = ("[".repeat(200_000), "]".repeat(200_000));
    place
        .file("deep.toml", format!("name = {open}{shut}\n"))
        .file("deep.json", format!("{open}{shut}"))
        .file(
            "deep.jsonl",
            format!("{{\"ordinal\": 1, \"response\": \"4\", \"params\": {open}{shut}}}\n"),
        )
        .file(
            "inner.jsonl",
            format!("{{\"task\": \"beyondbench.easy.sum\", \"seed\": 1, \"index\": 0, \"response\": \"4\", \"params\": \"{open}{shut}\"}}\n"),
        );
    for command in [
        "run deep.toml --seed 1",
        "run deep.json --seed 1",
        "import deep.json --label x",
        "import deep.jsonl --label x --seed 1",
        "import inner.jsonl --label x --seed 1",
        "run --model replay:deep.jsonl --seed 1",
        "run quick --models deep.toml --model m --seed 1",
        "gate run --file deep.toml --model builtin:oracle --baseline builtin:oracle",
        "leaderboard build --store tribunal.db --out site --about deep.toml",
    ] {
        let done = bounded(&place, command).code(2);
        // What is shown of such a file is short, too.
        assert!(done.stderr.len() < 8_000, "{} bytes", done.stderr.len());
    }
}

#[test]
fn replies_without_measure_are_errors() {
    let deep = "[".repeat(1_000_000);
    let long = "x".repeat(8 << 20);
    let bodies = [
        ("application/json", deep.clone()),
        ("application/json", format!("{{\"choices\": {deep}")),
        (
            "application/json",
            format!("{{\"choices\": [{{\"message\": {{\"content\": {deep}"),
        ),
        ("text/event-stream", format!("data: {long}")),
        ("text/event-stream", format!("data: {deep}\n\n")),
        ("text/event-stream", "data: x\n".repeat(1 << 20)),
        ("text/html", format!("<html>{long}")),
    ];
    let kinds = bodies.len();
    let server = serve(Config::call(move |request| {
        let (kind, body) = &bodies[request.number as usize % bodies.len()];
        Reply::Raw(RawReply {
            status: 200,
            headers: vec![("content-type".to_owned(), (*kind).to_owned())],
            body: body.clone().into(),
        })
    }));
    for streaming in ["", "--stream true"] {
        let place = Place::new();
        let report = place
            .ask(
                &server,
                &format!(
                    "run quick --seed 1 --limit {kinds} -j 1 --max-attempts 1 --progress none --json {streaming}"
                ),
            )
            .run()
            .code(4)
            .json();
        let outcomes = &report["headline"]["outcomes"];
        assert_eq!(
            (&outcomes["correct"], &outcomes["incorrect"]),
            (&0.into(), &0.into())
        );
        place.store_is_sound();
    }
}

#[test]
fn an_answer_of_megabytes_is_judged_and_kept() {
    let server = serve(Config::call(|_| {
        let noise = "so 1 + 2 = 3, \\boxed{ { [ ( ".repeat(300_000);
        Reply::text(format!("{noise}\n\\boxed{{4}}"))
    }));
    let place = Place::new();
    let begun = Instant::now();
    place
        .ask(
            &server,
            "run quick --seed 1 --limit 8 -q --progress none --json",
        )
        .ok();
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    place.tribunal("rescore latest --check").ok();
    place.store_is_sound();
}
