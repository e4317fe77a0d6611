//! Every mistake gets one clear message that says what to do, and the right code.

use rusqlite::Connection;
use tribunal_mock::{Config, MockServer, Rejects};

use crate::place::{Place, assert_picture, serve};

/// A place with a run in it and files of every kind of wrongness.
fn place() -> Place {
    let place = Place::new();
    place.tribunal("run -q --seed one --limit 3").ok();
    place.tribunal("run -q --seed two --limit 3").ok();
    place
        .file("text.db", "this is no database, although it is long enough to be one\n")
        .file("unknown-key.toml", "name = \"s\"\nversion = 1\nfoo = 1\n[[task]]\nname = \"tmbench.mtag\"\ncount = 1\n")
        .file("no-toml.toml", "name = \n")
        .file("wrong-param.toml", "name = \"s\"\nversion = 1\n[[task]]\nname = \"beyondbench.easy.sum\"\ncount = 1\nparams = { sise = 3 }\n")
        .file("out-of-range.toml", "name = \"s\"\nversion = 1\n[[task]]\nname = \"beyondbench.easy.sum\"\ncount = 1\nparams = { size = 0 }\n")
        .file("wrong-variation.toml", "name = \"s\"\nversion = 1\n[[task]]\nname = \"tmbench.mtag\"\nvariations = [\"klingon\"]\ncount = 1\n")
        .file("wrong-task.toml", "name = \"s\"\nversion = 1\n[[task]]\nname = \"beyondbench.easy.summ\"\ncount = 1\n")
        .file("models-key.toml", "[models.a]\nprovidr = \"openai\"\n")
        .file("models-price.toml", "[models.a]\nprovider = \"openai\"\nmodel = \"m\"\nprice = { input = -1.0, output = 2.0 }\n")
        .file("json.jsonl", "{\"ordinal\": 1, \"response\": \"4\"}\n{\"ordinal\": 2, \"respo\n")
        .file("field.jsonl", "{\"ordinal\": 1, \"respons\": \"4\"}\n")
        .file("empty.jsonl", "{\"ordinal\": 1}\n")
        .file("twice.jsonl", "{\"ordinal\": 1, \"response\": \"4\"}\n{\"ordinal\": 1, \"response\": \"5\"}\n")
        .file("html.jsonl", "<html>\n")
        .file("bytes.jsonl", b"\xff\xfe\x00\n");
    std::fs::create_dir(place.path("folder")).expect("the folder is made");
    let foreign = Connection::open(place.path("foreign.db")).expect("a database");
    foreign
        .execute_batch("CREATE TABLE recipe (name TEXT); INSERT INTO recipe VALUES ('soup')")
        .expect("another program's table");
    std::fs::copy(place.path("tribunal.db"), place.path("newer.db")).expect("a copy");
    let newer = Connection::open(place.path("newer.db")).expect("a database");
    newer
        .pragma_update(None, "user_version", 999)
        .expect("a later version");
    place
}

/// Types each command and draws what comes back; each must end with `code`.
fn pictures(place: &Place, name: &str, code: i32, commands: &[&str]) {
    let mut all = String::new();
    for command in commands {
        let picture = place.tribunal(command).picture();
        assert!(
            picture.contains(&format!("ends with {code}\n")),
            "{picture}"
        );
        assert!(!picture.contains("panicked"), "{picture}");
        assert!(
            !picture.contains("--- stdout"),
            "mistakes are talk: {picture}"
        );
        all.push_str(&picture);
        all.push('\n');
    }
    assert_picture(name, &all);
}

#[test]
fn what_is_asked_for() {
    pictures(
        &place(),
        "bad-selection",
        2,
        &[
            "run no-such-suite",
            "run beyondbench.easy.summ",
            "run missing.toml",
            "run folder",
            "run unknown-key.toml",
            "run no-toml.toml",
            "run wrong-param.toml",
            "run out-of-range.toml",
            "run wrong-variation.toml",
            "run wrong-task.toml",
            "run --limit 0",
            "run --repeats 0",
            "run --temperature -3",
            "run --temperature 99",
            "run --temperature warm",
            "run --top-p 1.5",
            "run --effort enormous",
            "run --max-tokens 0",
            "run -j 0",
            "run --max-attempts 0",
            "run --rpm 0",
            "run --budget-usd 0",
            "run --budget-usd NaN",
            "run --total-timeout 0",
            "run --total-timeout -1",
            "plan no-such-suite",
            "show beyondbench.easy.summ",
            "show beyondbench.easy.sum:klingon",
            "show beyondbench.easy.sum --set sise=3",
            "show beyondbench.easy.sum --set size=0",
            "show beyondbench.easy.sum --set size=many",
            "show beyondbench.easy.sum --set size",
            "show beyondbench.easy.sum --prompts folder",
            "show beyondbench.easy.sum --index -1",
            "frobnicate",
            "run --frob",
            "list",
            "list everything",
        ],
    );
}

#[test]
fn stores_and_runs() {
    let place = place();
    pictures(
        &place,
        "bad-store",
        2,
        &[
            "report --store missing.db",
            "report --store folder",
            "report --store text.db",
            "report --store foreign.db",
            "report --store newer.db",
            "run --store folder",
            "run --store text.db",
            "run --store foreign.db",
            "run --store newer.db",
            "run --store nowhere/t.db",
            "report 99",
            "report zzz",
            "show 99 1",
            "show latest 99",
            "show latest beef",
            "retry 99",
            "rescore 99",
            "export 99",
            "export --format xml",
            "export -o nowhere/out.jsonl",
            "export -o folder",
            "merge missing.db",
            "merge text.db",
            "merge newer.db",
        ],
    );
    let kept = std::fs::read(place.path("text.db")).expect("the file is there");
    assert!(
        kept.starts_with(b"this is no database"),
        "foreign files stay as they are"
    );
    let foreign = Connection::open(place.path("foreign.db")).expect("a database");
    let soup: String = foreign
        .query_row("SELECT name FROM recipe", [], |row| row.get(0))
        .expect("the recipe is there");
    assert_eq!(soup, "soup");
}

#[test]
fn several_runs_may_be_meant() {
    let place = Place::new();
    // Of so many runs two have a uid that begins with the same letter.
    for seed in 0..40 {
        place
            .tribunal(&format!("run -q --limit 1 --seed {seed}"))
            .ok();
    }
    let runs = place.tribunal("runs --json").ok().json();
    let uids: Vec<&str> = runs["runs"]
        .as_array()
        .expect("runs")
        .iter()
        .filter_map(|run| run["uid"].as_str())
        .collect();
    let shared = ["a", "b", "c", "d", "e", "f"]
        .into_iter()
        .find(|letter| uids.iter().filter(|uid| uid.starts_with(letter)).count() > 1)
        .expect("two uids begin with the same letter");
    place
        .tribunal(&format!("report {shared}"))
        .run()
        .code(2)
        .says(&format!("\"{shared}\" may be any of the runs "))
        .says("give more letters, or the number");
}

#[test]
fn models() {
    pictures(
        &place(),
        "bad-model",
        2,
        &[
            "run --model openai/gpt-x",
            "run --model anthropic/x",
            "run --model gemini/x",
            "run --model openai/x --key-env MY_KEY",
            "run --model opnai/gpt-x",
            "run --model gpt-x",
            "run --model compatible/x",
            "run --model openai/x --base-url nonsense",
            "run --model openai/x --base-url ftp://host/v1",
            "run --base-url http://localhost:8000/v1",
            "run --model builtin:oracel",
            "run --model builtin:noisy?p=3",
            "run --model builtin:noisy?q=0.3",
            "run --models missing.toml --model a",
            "run --models models-key.toml --model a",
            "run --models models-price.toml --model a",
            "run --model ollama/x --budget-usd 1",
            "cache explain --seed 1",
            "cache explain --model ollama/x",
            "cache explain --model ollama/x --seed 1 --ordinal 4711",
            "run --model replay:missing.jsonl",
            "run --model replay:json.jsonl",
            "run --model replay:field.jsonl",
            "run --model replay:empty.jsonl",
            "run --model replay:twice.jsonl",
            "run --model replay:html.jsonl",
            "run --model replay:bytes.jsonl",
            "import json.jsonl --label x",
            "import json.jsonl --label x --seed 1",
            "import missing.jsonl --label x --seed 1",
            "import field.jsonl --seed 1",
        ],
    );
}

/// A run that the server ends before it begins.
fn refused(server: &MockServer, name: &str) {
    let place = Place::new();
    let done = place
        .ask(server, "run quick --seed 1 --limit 5 --progress none")
        .env("OPENAI_API_KEY", "sk-this-is-the-wrong-one")
        .run()
        .code(4);
    let said = format!("{}--- stdout\n{}", done.stderr, done.stdout);
    assert!(!said.contains("this-is-the-wrong-one"), "{said}");
    assert_picture(name, &said);
    assert_eq!(server.stats().requests, 1, "one request tells enough");
    place.store_is_sound();
}

#[test]
fn a_wrong_key() {
    let server = serve(Config {
        api_key: Some("the-right-one".to_owned()),
        ..Config::default()
    });
    refused(&server, "wrong-key");
}

#[test]
fn a_model_that_does_not_exist() {
    let server = serve(Config {
        models: Some(vec!["another".to_owned()]),
        ..Config::default()
    });
    refused(&server, "unknown-model");
}

#[test]
fn a_server_that_is_down() {
    let gone = serve(Config::default());
    let url = gone.url();
    drop(gone);
    let place = Place::new();
    let done = place
        .tribunal(&format!(
            "run quick --seed 1 --limit 5 --progress none --first-wait-ms 1 --model openai/m \
             --base-url {url}/v1"
        ))
        .run()
        .code(4);
    assert_picture("server-down", &done.stderr);
    place.store_is_sound();
}

#[test]
fn a_parameter_the_server_refuses_is_learned_not_failed() {
    let server = serve(Config {
        rejects: vec![Rejects::MaxTokens, Rejects::Temperature],
        ..Config::default()
    });
    let place = Place::new();
    place
        .tribunal(&format!(
            "run quick --seed 1 --limit 5 --temperature 0.5 --model compatible/m --base-url {}/v1",
            server.url()
        ))
        .ok()
        .says("note: ");
}
