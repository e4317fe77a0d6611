//! The test of a plugin finds what is wrong with it.

use std::sync::Arc;

use tribunal_generators::Item;
use tribunal_plugins::trial::{self, Trial};

use crate::python;

fn put(functions: &str) -> Trial {
    let render = |_: &'static str, item: &Arc<Item>| match item.vars.get("n") {
        Some(n) => Ok(format!("{n:?}")),
        None => Err("undefined value: n".to_owned()),
    };
    trial::run(&python(functions), 300, "s", &render).expect("the machine works")
}

/// What doesn't hold.
fn wrong(functions: &str) -> Vec<(&'static str, String)> {
    let findings = put(functions)
        .findings
        .into_iter()
        .filter(|finding| !finding.holds);
    findings
        .map(|finding| (finding.what, finding.detail))
        .collect()
}

const GOOD: &str = "
def generate(rng, params):
    n = rng.range(10**5, 10**6)
    return {'vars': {'n': n}, 'right': str(n), 'wrong': str(n + 1)}

def verify(item, answer):
    return answer.strip() == item['right'], 'another number'

def test_it(rng):
    assert verify({'right': '7'}, '7')[0] and generate(rng, {})['vars']['n'] > 0
";

#[test]
fn a_good_plugin_passes() {
    let trial = put(GOOD);
    assert!(trial.passed(), "{:?}", trial.findings);
    assert!(trial.rate > 100.0, "{} items a second", trial.rate);
}

#[test]
fn what_is_wrong_is_found() {
    for (change, to, what, said) in [
        (
            "n = rng.range(10**5, 10**6)",
            "import random; n = random.randrange(10**6)",
            "determinism",
            "draws from something else than `rng`",
        ),
        (
            "n = rng.range(10**5, 10**6)",
            "n = rng.range(1, 20)",
            "uniqueness",
            "draw from a larger space",
        ),
        (
            "{'n': n}",
            "{'n': n // 1000}",
            "prompts",
            "the prompt leaves something out",
        ),
        ("{'n': n}", "{'m': n}", "prompts", "undefined value: n"),
        ("str(n + 1)", "str(n)", "wrong answers", "the wrong answer"),
        (
            "answer.strip() == item['right']",
            "answer == 'x'",
            "right answers",
            "its own right answer",
        ),
        (
            "answer.strip() == item['right']",
            "True",
            "wrong answers",
            "is correct",
        ),
        (
            "answer.strip() == item['right']",
            "answer[:3] == item['right'][:3]",
            "changed answers",
            "the changed answer",
        ),
        (
            "answer.strip() ==",
            "str(int(answer)) ==",
            "wrong answers",
            "ValueError",
        ),
        (
            "'7')[0]",
            "'8')[0]",
            "tests",
            "case.py, line 12, in test_it: AssertionError",
        ),
        (
            "    n =",
            "    assert rng.chance(9, 10)\n    n =",
            "items",
            "AssertionError",
        ),
    ] {
        let source = GOOD.replace(change, to);
        assert_ne!(source, GOOD, "{change}");
        let wrong = wrong(&source);
        let found = wrong.iter().find(|(found, _)| *found == what);
        let (_, detail) = found.unwrap_or_else(|| panic!("{to}: {what} holds; {wrong:?}"));
        assert!(detail.contains(said), "{to}: {detail} does not say {said}");
    }
}
