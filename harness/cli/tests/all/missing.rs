//! Every optional part that is not there is named with the command that installs it, by every
//! command that would need it.

use crate::place::{Done, Place};

const PYTHON: &str = "tribunal guest install python";
const QUICKJS: &str = "tribunal guest install quickjs";
const LEAN: &str = "tribunal lean install";

/// Types a command where nothing is installed.
fn typed(place: &Place, args: &str) -> Done {
    place
        .tribunal(args)
        .env("TRIBUNAL_HOME", place.path("nothing"))
        .run()
}

fn place() -> Place {
    let place = Place::new();
    let theorem = "theorem one : 1 + 1 = 2 := by sorry\n";
    place
        .file("challenge.lean", theorem)
        .file("proof.lean", theorem.replace("by sorry", "rfl"))
        .file("mine.py", "TASK = {}\n")
        .file(
            "theirs.toml",
            "name = \"theirs\"\nversion = 1\n[[task]]\nname = \"theirs.coins\"\ncount = 3\n",
        );
    place
}

#[test]
fn commands_that_cannot_begin_say_what_to_type() {
    for (args, code, command) in [
        (
            "run quick --limit 1 --seed s --tools python --model compatible/m --base-url http://127.0.0.1:9/v1",
            2,
            PYTHON,
        ),
        ("plugin check mine.py", 2, PYTHON),
        ("plugin add mine.py", 2, PYTHON),
        ("lean check challenge.lean proof.lean", 2, LEAN),
        ("run theirs.toml --seed s", 2, "tribunal plugin add"),
        ("plan theirs.toml --seed s", 2, "tribunal plugin add"),
        ("show theirs.coins --seed s", 2, "tribunal plugin add"),
    ] {
        let place = place();
        let done = typed(&place, args).code(code);
        assert_eq!(done.stderr.lines().count(), 1, "{}", done.stderr);
        done.says(command);
    }
}

#[test]
fn answers_that_cannot_be_judged_say_what_to_type() {
    for (args, command) in [
        ("run beyondbench.easy.sum --mode code", PYTHON),
        (
            "run beyondbench.easy.sum --mode code --language javascript",
            QUICKJS,
        ),
        ("run lean-quick", LEAN),
    ] {
        let place = place();
        // An error of the installation and not of the model: the run is invalid.
        typed(
            &place,
            &format!("{args} --limit 1 --seed s --model builtin:oracle"),
        )
        .code(4)
        .says("answers can't be judged: ")
        .says(command);
        typed(&place, "show 1 0").code(0).prints(command);
        let report = typed(&place, "report --json").json();
        assert_eq!(report["headline"]["outcomes"]["incorrect"], 0, "{args}");
        assert_eq!(report["headline"]["outcomes"]["error"], 1, "{args}");
    }
}

#[test]
fn the_doctors_and_the_lists_say_what_to_type() {
    let place = place();
    typed(&place, "doctor")
        .code(0)
        .prints(PYTHON)
        .prints(QUICKJS)
        .prints(LEAN);
    typed(&place, "lean doctor").code(4).prints(LEAN);
    typed(&place, "guest list")
        .code(0)
        .prints(PYTHON)
        .prints(QUICKJS);
    typed(&place, "list plugins")
        .code(0)
        .says("tribunal plugin");
}

#[test]
fn a_plugin_that_has_to_be_built_says_how() {
    let place = place();
    typed(&place, "plugin new coins --lang javascript")
        .code(0)
        .says("sh build.sh");
    typed(&place, "plugin check coins")
        .code(2)
        .says("sh coins/build.sh");
}
