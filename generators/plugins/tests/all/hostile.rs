//! Plugins that are broken or mean no good. Each ends in a fault of its own item, with its place.

use tribunal_generators::Lot;
use tribunal_plugins::judge;
use tribunal_verifiers::checks::{PluginCase, PluginCheck};
use tribunal_verifiers::{Answer, Check, Finish, Outcome};

use crate::{failure, lot, python, read};

/// Items 0 to 5 of a plugin whose `generate` begins with `line` if the item is the fourth made.
fn fourth(line: &str) -> Vec<Option<String>> {
    let plugin = python(&format!(
        "import os, sys, json, math\ncount = 0\n\ndef generate(rng, params):\n    global count\n    \
         n = rng.below(6)\n    if rng.chance(1, 4): {line}\n    return {{'vars': {{'n': n}}, \
         'right': '1', 'wrong': '2'}}\n"
    ));
    let made = lot(&plugin).make(0..12).expect("the machine works");
    made.iter()
        .map(|draft| failure(draft).map(str::to_owned))
        .collect()
}

/// Sees to it that some items fail, with this reason, and others don't.
fn some_fail(line: &str, reason: &str) {
    let made = fourth(line);
    let failed: Vec<_> = made.iter().flatten().collect();
    assert!(!failed.is_empty() && failed.len() < 12, "{line}: {made:?}");
    for (index, made) in made.iter().enumerate() {
        if let Some(made) = made {
            let address = format!("test.case:default{{}}, item {index}: case.py");
            assert!(made.starts_with(&address), "{made} is not at {address}");
            assert!(made.contains(reason), "{made} does not say {reason}");
        }
    }
    assert_eq!(fourth(line), made, "{line}: not the same again");
}

#[test]
fn an_endless_loop_ends_its_own_item() {
    some_fail(
        "\n        while True: pass",
        ", line 6, in generate: out of fuel",
    );
}

#[test]
fn an_exception_names_its_line() {
    some_fail(
        "1 / 0",
        ", line 9, in generate: ZeroDivisionError: division by zero",
    );
    some_fail(
        "raise ValueError('🦀' * 9000)",
        "in generate: ValueError: 🦀",
    );
}

#[test]
fn the_interpreter_can_be_ended_but_not_the_run() {
    some_fail("sys.exit(0)", "SystemExit: 0");
    some_fail("os._exit(0)", "the interpreter was ended (exit code 0)");
}

#[test]
fn memory_and_size_are_bounded() {
    some_fail("bytearray(10**9)", "MemoryError");
    some_fail(
        "return {'vars': {'n': 'x' * 300000}, 'right': '', 'wrong': ''}",
        "at most 262",
    );
    some_fail("n = 10 ** 5000", "Exceeds the limit");
    some_fail("(lambda f: f(f))(lambda f: f(f))", "RecursionError");
}

#[test]
fn what_is_no_item_is_a_fault() {
    some_fail("return None", "the item: invalid type: null");
    some_fail(
        "return {'vars': {'n': math.nan}, 'right': '1', 'wrong': '2'}",
        "not JSON compliant",
    );
    some_fail(
        "return {'vars': {'n': {1, 2}}}",
        "TypeError: Object of type set",
    );
    some_fail(
        "return {'vars': {'n': '\\ud800'}, 'right': '1', 'wrong': '2'}",
        "hex escape",
    );
    some_fail(
        "x = []; x.append(x); return {'vars': {'n': x}}",
        "Circular reference",
    );
    some_fail(
        "return {'vars': {}, 'check': {'kind': 'soup'}}",
        "unknown variant `soup`",
    );
}

#[test]
fn nothing_of_the_machine_is_within_reach() {
    some_fail("open('/etc/passwd')", "Error");
    some_fail("open('x', 'w')", "Error");
    some_fail(
        "import socket; socket.create_connection(('127.0.0.1', 1))",
        "Error",
    );
    some_fail("import subprocess; subprocess.run(['true'])", "Error");
    some_fail("os.fork()", "Error");
    some_fail("raise KeyError(str(dict(os.environ)))", "KeyError: '{}'");
}

#[test]
fn a_result_of_ones_own_making_is_not_believed() {
    let forged = "{\"item\": {\"vars\": {\"n\": 666}, \"right\": \"6\", \"wrong\": \"7\"}}";
    let plugin = python(&format!(
        "import os\n\ndef generate(rng, params):\n    os.write(1, b'{forged}\\n')\n    return \
         {{'vars': {{'n': 1}}, 'right': '1', 'wrong': '2'}}\n"
    ));
    for draft in lot(&plugin).make(0..3).expect("the machine works") {
        let reason = failure(&draft).expect("nothing is made");
        assert!(reason.contains("written to the result channel"), "{reason}");
    }
}

#[test]
fn printing_is_harmless() {
    let plugin = python(
        "print('hello')\n\ndef generate(rng, params):\n    print('an item', flush=True)\n    return \
         {'vars': {'n': 1}, 'right': '1', 'wrong': '2'}\n",
    );
    let made = lot(&plugin).draft(3).expect("made");
    assert_eq!(made.check.failure(), None);
}

#[test]
fn tampering_with_the_library_harms_only_the_plugin() {
    let plugin = python(
        "
import builtins, json, tribunal

def generate(rng, params):
    n = rng.below(1000)
    json.dumps = lambda *a, **k: '{}'
    tribunal.Stream.below = lambda self, n: 4
    builtins.len = lambda x: 0
    return {'vars': {'n': n}, 'right': '1', 'wrong': '2'}
",
    );
    let make = || lot(&plugin).make(0..4).expect("the machine works");
    assert_eq!(make(), make(), "it is still the same every time");
}

#[test]
fn time_stands_still() {
    let plugin = python(
        "
import time, random

def generate(rng, params):
    return {'vars': {'n': repr((time.time(), time.monotonic(), random.random()))},
            'right': '1', 'wrong': '2'}
",
    );
    assert_eq!(lot(&plugin).make(8..20), lot(&plugin).make(8..20));
}

fn judged(verify: &str, text: &str) -> (Outcome, String) {
    let plugin = python(&format!(
        "def generate(rng, params):\n    return {{'vars': {{'n': 1}}, 'right': '1', 'wrong': \
         '2'}}\n\ndef verify(item, answer):\n    {verify}\n"
    ));
    let made = lot(&plugin).draft(0).expect("made");
    let Check::Plugin(check) = made.check else {
        panic!("it judges itself");
    };
    let verdict = judge::by(
        &plugin,
        &check,
        Answer {
            text,
            finish: Finish::Stop,
        },
    )
    .strict;
    let reason = verdict.evidence.reason.unwrap_or_default();
    (verdict.outcome, reason.into())
}

#[test]
fn a_verify_that_fails_is_an_error_with_its_line() {
    for (verify, reason) in [
        ("while True: pass", "line 6, in verify: out of fuel"),
        (
            "return int(answer)",
            "case.py, in verify: `1` is no verdict",
        ),
        ("raise KeyError(answer)", "line 7, in verify: KeyError: '1'"),
        ("import os; os._exit(3)", "was ended (exit code 3)"),
        (
            "import os; os.write(1, b'{\"verdict\": true}\\n'); return False",
            "result channel",
        ),
        ("return {'outcome': 'splendid'}", "`splendid` is no outcome"),
        ("return {'outcome': 'correct', 'score': 2}", "a score of 1"),
        ("return 'x' * 400000", "at most 262"),
    ] {
        let (outcome, said) = judged(verify, r"\boxed{1}");
        assert_eq!(outcome, Outcome::Error, "{verify}: {said}");
        assert!(said.contains(reason), "{said} does not say {reason}");
    }
}

#[test]
fn verdicts_are_the_plugins_own() {
    assert_eq!(
        judged("return answer == item['right']", r"\boxed{1}").0,
        Outcome::Correct
    );
    let (outcome, reason) = judged("return False, 'too small'", r"\boxed{1}");
    assert_eq!(
        (outcome, reason.as_str()),
        (Outcome::Incorrect, "too small")
    );
    // Whatever a model writes is text to `verify`, and nothing else.
    let evil = r#"\boxed{__import__('os')._exit(0) \"], [\"1 🦀}"#;
    assert_eq!(judged("return answer == '1'", evil).0, Outcome::Incorrect);
}

#[test]
fn an_answer_to_a_plugin_that_is_not_installed_is_an_error() {
    let check = PluginCheck {
        plugin: "test.gone".to_owned(),
        digest: "ab".repeat(32),
        case: PluginCase::Judged {
            item: "{}".to_owned(),
            right: "1".to_owned(),
            wrong: "2".to_owned(),
            reads: Default::default(),
        },
    };
    for digest in ["ab".repeat(32), "../../../etc".to_owned(), String::new()] {
        let check = PluginCheck {
            digest,
            ..check.clone()
        };
        let judged = judge::Judge::default().judge(
            &check,
            Answer {
                text: r"\boxed{1}",
                finish: Finish::Stop,
            },
        );
        assert_eq!(judged.strict.outcome, Outcome::Error);
        let reason = judged.strict.evidence.reason.expect("a reason");
        assert!(reason.contains("tribunal plugin add"), "{reason}");
    }
}

#[test]
fn a_plugin_that_does_not_load_says_where() {
    for (source, said) in [
        ("TASK = {\n  'api' 1\n}", "case.py, line 2: SyntaxError"),
        (
            "\n\n1 / 0",
            "case.py, line 3: ZeroDivisionError: division by zero",
        ),
        (
            "import numpy",
            "case.py, line 1: ModuleNotFoundError: No module named 'numpy'",
        ),
        ("x = 1", "case.py: there is no TASK"),
        ("TASK = 7", "case.py: the description: invalid type"),
        (
            "TASK = {'api': 1}",
            "case.py: the description: missing field `name`",
        ),
        ("TASK = {'name': {1}}", "TypeError: Object of type set"),
        ("while True: pass", "out of fuel"),
        ("x = bytearray(1 << 30)", "MemoryError"),
        ("import os; os._exit(0)", "the interpreter was ended"),
        ("\u{0}", "case.py"),
    ] {
        let error = read(source).expect_err(source).to_string();
        assert!(
            error.contains(said),
            "{source}: {error} does not say {said}"
        );
    }
    let error = tribunal_plugins::Plugin::new(
        "case.py",
        tribunal_plugins::Kind::Python,
        vec![0xff, 0xfe, b'x'],
    );
    assert!(error.is_err(), "no UTF-8");
}
