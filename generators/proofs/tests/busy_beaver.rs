//! Every Busy Beaver key is confirmed by its second method, at the default parameters and others.

use tribunal_generators::{Generator, GeneratorError, ParamValue, registry};
use tribunal_proofs::{Question, proof};

/// Confirms `count` items of every variation, and gives how many variations have some: not every one
/// has machines of every size.
fn sweep(given: &[(&str, i64)], seed: &str, count: u64) -> usize {
    let mut made = 0;
    for task in registry::matching("busy_beaver.*") {
        let proof = proof(task.name).unwrap_or_else(|| panic!("{} has no proof", task.name));
        let known = |name: &str| task.params.iter().any(|param| param.name == name);
        for variation in task.variations {
            let given = given
                .iter()
                .filter(|(name, _)| known(name))
                .map(|&(name, value)| (name, ParamValue::Int(value)));
            let generator = match Generator::new(task, Some(variation.name), given, seed) {
                Ok(generator) => generator,
                Err(GeneratorError::Generate { .. }) => continue,
                Err(error) => panic!("{}:{}: {error}", task.name, variation.name),
            };
            made += 1;
            for index in 0..count {
                let item = generator.item(index).expect("item 0 was made");
                let question = Question {
                    variation: variation.name,
                    vars: &item.vars,
                    check: &item.check,
                };
                if let Err(doubt) = (proof.confirm)(&question) {
                    panic!(
                        "{}:{} {index}: {doubt}: {:?}",
                        task.name, variation.name, item.vars
                    );
                }
            }
        }
    }
    made
}

#[test]
fn keys_are_confirmed_at_the_default_parameters() {
    assert_eq!(sweep(&[], "proof", 400), 15);
}

#[test]
fn keys_are_confirmed_at_other_sizes() {
    let window = [
        ("steps_min", 8),
        ("steps_max", 40),
        ("period_min", 2),
        ("steps", 10),
    ];
    for (states, symbols) in [(4, 2), (5, 2), (3, 3), (2, 4), (8, 2), (9, 4)] {
        let mut given = vec![("states", states), ("symbols", symbols)];
        given.extend(window);
        let made = sweep(&given, "sizes", 40);
        assert!(made >= 13, "{states}x{symbols}: {made}");
    }
    let long = [("steps_min", 100), ("steps_max", 400), ("steps", 90)];
    assert!(sweep(&long, "long", 20) >= 13);
    let short = [
        ("steps_min", 1),
        ("steps_max", 12),
        ("steps", 3),
        ("given", 0),
    ];
    assert!(sweep(&short, "short", 60) >= 13);
}
