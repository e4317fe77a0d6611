//! Plugins by whole commands. The Python guest has to be installed where this user's guests are:
//! `tribunal guest install python`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::place::Place;

/// A home of its own in `place`, in which the user's guests are installed.
fn home(place: &Place) -> PathBuf {
    let home = place.path("home");
    fs::create_dir_all(&home).expect("a folder");
    let installed = tribunal_sandbox::home().expect("a home folder");
    assert!(
        installed.join("guests/python.wasm").is_file(),
        "the python guest is not installed; install it by: tribunal guest install python"
    );
    for folder in ["guests", "compiled"] {
        fs::create_dir_all(installed.join(folder)).expect("the folder is there");
        std::os::unix::fs::symlink(installed.join(folder), home.join(folder)).expect("linked");
    }
    home
}

/// A fenced block of a document.
struct Block<'a> {
    language: &'a str,
    text: String,
}

fn blocks(document: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut open): (Vec<Block<'_>>, Option<Block<'_>>) = (Vec::new(), None);
    for line in document.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(_), Some(block)) => blocks.push(block),
            (Some(language), None) => {
                open = Some(Block {
                    language,
                    text: String::new(),
                });
            }
            (None, Some(mut block)) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    blocks
}

/// From nothing to a plugin's task in a suite, as docs/plugins.md says it.
#[test]
fn the_walk_of_the_document_works() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/plugins.md");
    let document = fs::read_to_string(document).expect("the document is there");
    let place = Place::new();
    let home = home(&place);
    let (mut commands, mut files) = (0, 0);
    for Block { language, text } in blocks(&document) {
        if let Some((_, name)) = language.split_once(" file=") {
            place.file(name, text);
            files += 1;
            continue;
        }
        if language != "sh" {
            continue;
        }
        for line in text.lines() {
            let args = line.strip_prefix("tribunal ").expect("a command of ours");
            // The one command that fetches something; the guest is there already.
            if args.starts_with("guest install") {
                continue;
            }
            let done = place.tribunal(args).env("TRIBUNAL_HOME", &home).ok();
            if args.starts_with("plugin check") {
                done.prints("passed").prints("ok  determinism");
            } else if args.starts_with("show") {
                done.prints("A purse holds coins of 2 and of 5");
            } else if args.starts_with("run") {
                done.prints("local.coins");
            }
            commands += 1;
        }
    }
    assert!(
        commands >= 8 && files == 2,
        "{commands} commands, {files} files"
    );
    place.store_is_sound();
}

const BRITTLE: &str = "\
TASK = {'api': 1, 'name': 'test.brittle', 'version': 1, 'summary': 'fails now and then',
        'prompt': 'What is {{ n }} + {{ m }}?', 'space': 100000}


def generate(rng, params):
    n = rng.below(1000000)
    if rng.chance(1, 4):
        n = n / 0
    shown = {'n': n, 'm': 1} if rng.chance(3, 4) else {'n': n}
    return {'vars': shown, 'right': str(n + 1), 'wrong': str(n)}


def verify(item, answer):
    if item['vars']['n'] % 5 == 0:
        raise KeyError('five')
    return answer == item['right']
";

const SUITE: &str =
    "name = \"brittle\"\nversion = 1\n[[task]]\nname = \"test.brittle\"\ncount = 60\n";

#[test]
fn a_plugin_that_fails_spoils_its_items_and_not_the_run() {
    let place = Place::new();
    let home = home(&place);
    let tribunal = |args: &str| place.tribunal(args).env("TRIBUNAL_HOME", &home);
    place.file("brittle.py", BRITTLE).file("suite.toml", SUITE);
    tribunal("run ./suite.toml --model builtin:oracle --seed 1")
        .run()
        .code(2)
        .says("test.brittle");
    tribunal("plugin add brittle.py")
        .ok()
        .prints("test.brittle");
    let plan = tribunal("plan ./suite.toml --seed 1 --json").ok().json();
    tribunal("run ./suite.toml --model builtin:oracle --seed 1")
        .run()
        .code(4);
    let report = tribunal("report latest --json").run().json();
    let outcomes = &report["headline"]["outcomes"];
    let count = |name: &str| outcomes[name].as_u64().unwrap_or_default();
    assert_eq!(count("incorrect"), 0, "{outcomes}");
    assert!(count("correct") > 15, "{outcomes}");
    // What is wrong is written beside each item: some could not be made, some not be asked.
    let store = rusqlite::Connection::open(place.path("tribunal.db")).expect("it opens");
    let count = |pattern: &str| -> u32 {
        let sql = "SELECT count(*) FROM failure WHERE class = 'plugin' AND message LIKE ?1";
        store
            .query_row(sql, [pattern], |row| row.get(0))
            .expect("a count")
    };
    let line =
        "test.brittle:default{}, item %: brittle.py, line 8, in generate: ZeroDivisionError%";
    assert!(count(line) > 5, "{}", count(line));
    assert!(
        count("item %: prompt set % undefined%") > 2,
        "{}",
        count("item %")
    );
    // Another version of the plugin is another plan.
    place.file("brittle.py", format!("{BRITTLE}# touched\n"));
    let same = tribunal("plan ./suite.toml --seed 1 --json").ok().json();
    assert_eq!(same["plan_digest"], plan["plan_digest"]);
    tribunal("plugin add brittle.py").ok();
    let other = tribunal("plan ./suite.toml --seed 1 --json").ok().json();
    assert_ne!(other["plan_digest"], plan["plan_digest"]);
    // And stored answers are still judged by the one that asked.
    tribunal("rescore latest --check").ok();
}

#[test]
fn a_plugin_that_fails_the_check_says_how() {
    let place = Place::new();
    let home = home(&place);
    let tribunal = |args: &str| place.tribunal(args).env("TRIBUNAL_HOME", &home);
    place
        .file("brittle.py", BRITTLE)
        .file("broken.py", "TASK = {\n  1 2\n}\n");
    tribunal("plugin check brittle.py --items 100")
        .run()
        .code(4)
        .prints("NO  items")
        .prints("brittle.py, line 8, in generate: ZeroDivisionError: division by zero")
        .prints("NO  prompts");
    tribunal("plugin check broken.py")
        .run()
        .code(2)
        .says("broken.py, line 2: SyntaxError");
    tribunal("plugin add broken.py")
        .run()
        .code(2)
        .says("broken.py, line 2: SyntaxError");
    tribunal("plugin add gone.py").run().code(2).says("gone.py");
    tribunal("plugin remove test.brittle")
        .run()
        .code(2)
        .says("no plugin `test.brittle` is installed");
    tribunal("plugin new mba.mine")
        .run()
        .code(2)
        .says("those of built-in tasks");
    tribunal("list plugins")
        .ok()
        .says("no plugins are installed");
    tribunal("plugin add brittle.py").ok();
    tribunal("list tasks").ok().prints("test.brittle");
    tribunal("plugin remove test.brittle").ok();
    let check = tribunal("plugin check brittle.py --items 50 --json")
        .run()
        .code(4)
        .json();
    assert_eq!(check["passed"], false);
}

#[test]
fn what_a_program_prints_is_judged_by_the_plugin() {
    let place = Place::new();
    let home = home(&place);
    let tribunal = |args: &str| place.tribunal(args).env("TRIBUNAL_HOME", &home).ok();
    tribunal("plugin new coins --lang python");
    tribunal("plugin add coins/coins.py");
    // The template judges by a function of its own, which runs in the sandbox like the program.
    for (player, mean) in [("oracle", 1.0), ("wrong", 0.0)] {
        let args = format!(
            "run local.coins --mode code --cases 5 --limit 3 --seed s --model builtin:{player} --json"
        );
        let report = tribunal(&args).json();
        let score = report["headline"]["score"]["mean"].as_f64();
        assert_eq!(score, Some(mean), "{player}");
    }
}
