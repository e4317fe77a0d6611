//! Items: the same whenever and in whatever order they are asked for.

use tribunal_generators::{Lot, Params, SupplyError, Var};

use crate::{failure, lot, lot_of, python};

const NUMBER: &str = "
def generate(rng, params):
    n = rng.range(1, 1000000)
    return {'vars': {'n': n}, 'check': {'kind': 'integer', 'expected': str(n)}}
";

#[test]
fn items_are_the_same_in_any_order() {
    let plugin = python(NUMBER);
    let first = lot(&plugin);
    let ordered: Vec<_> = (0..400).map(|i| first.draft(i).expect("made")).collect();
    let second = lot(&plugin);
    for index in [399, 0, 63, 64, 319, 320, 7, 8, 1] {
        let made = second.draft(index as u64).expect("made");
        assert_eq!(made, ordered[index], "item {index}");
    }
    let numbers: std::collections::HashSet<_> = ordered
        .iter()
        .map(|draft| format!("{:?}", draft.vars))
        .collect();
    assert!(numbers.len() > 395, "{} different", numbers.len());
}

#[test]
fn what_a_plugin_keeps_does_not_depend_on_what_was_asked_before() {
    let plugin = python(
        "
kept = []

def generate(rng, params):
    kept.append(rng.below(1000))
    return {'vars': {'n': sum(kept)}, 'right': '1', 'wrong': '2'}
",
    );
    let first = lot(&plugin);
    let ordered: Vec<_> = (0..70).map(|i| first.draft(i).expect("made")).collect();
    let second = lot(&plugin);
    for index in [69, 3, 64, 0] {
        assert_eq!(second.draft(index as u64).expect("made"), ordered[index]);
    }
}

#[test]
fn variation_and_parameters_arrive() {
    let source = "TASK = {'api': 1, 'name': 'test.case', 'version': 1, 'summary': 'a test',
    'variations': {'a': 'first', 'b': 'second'},
    'params': {'size': {'kind': 'int', 'min': 1, 'max': 9, 'default': 3},
               'big': {'kind': 'bool', 'default': False},
               'word': {'kind': 'choice', 'words': ['x', 'ü']}},
    'prompt': '{{ n }}'}
def generate(rng, params):
    return {'vars': {'n': repr(sorted(params.items()))}, 'right': '1', 'wrong': '2'}
";
    let plugin = std::sync::Arc::new(crate::read(source).expect("loads"));
    let task = plugin.manifest().leak();
    let given = [("word", tribunal_generators::ParamValue::Text("ü".into()))];
    let params = Params::resolve(task.params, given).expect("they fit");
    let made = lot_of(&plugin, "b", &params).draft(0).expect("made");
    let wanted = "[('big', False), ('size', 3), ('variation', 'b'), ('word', 'ü')]";
    assert_eq!(made.vars.get("n"), Some(&Var::Text(wanted.into())));
}

#[test]
fn parameters_without_a_problem_are_refused_by_the_first_item() {
    let plugin = python(
        "
from tribunal import NoProblem

def generate(rng, params):
    raise NoProblem('size must be even')
",
    );
    let lot = lot(&plugin);
    let Err(SupplyError::Generate(error)) = lot.draft(0) else {
        panic!("item 0 was made");
    };
    assert_eq!(error.to_string(), "size must be even");
    let later = lot.make(5..6).expect("the machine works");
    let reason = failure(&later[0]).expect("it failed");
    assert!(
        reason.ends_with("case.py, in generate: no problem: size must be even"),
        "{reason}"
    );
}
