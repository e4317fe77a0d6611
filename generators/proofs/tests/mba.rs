//! The keys about mixed Boolean-arithmetic, confirmed by their second proofs.

use tribunal_generators::{Generator, ParamKind, ParamValue, registry};
use tribunal_proofs::{Question, proof};

fn confirm(generator: &Generator, items: u64) {
    let task = generator.task().name;
    let proof = proof(task).unwrap_or_else(|| panic!("{task} has no proof"));
    for index in 0..items {
        let item = generator.item(index).expect("item 0 was made");
        let question = Question {
            variation: generator.variation().name,
            vars: &item.vars,
            check: &item.check,
        };
        if let Err(doubt) = (proof.confirm)(&question) {
            panic!(
                "{task}:{} item {index} with {}: {doubt}\n{:#?}\n{}",
                question.variation,
                generator.params().canonical(),
                item.vars,
                item.check.reference()
            );
        }
    }
}

#[test]
fn keys_are_confirmed_at_the_default_parameters() {
    for task in registry::matching("mba.*") {
        for variation in task.variations {
            let generator = Generator::new(task, Some(variation.name), [], "proof");
            confirm(&generator.expect("defaults are valid"), 1_500);
        }
    }
}

#[test]
fn keys_are_confirmed_at_other_parameters() {
    for task in registry::matching("mba.*") {
        for variation in task.variations {
            for (width, variables, layers, coefficients) in [
                (6, 2, 2, "small"),
                (8, 3, 1, "paper"),
                (16, 2, 3, "small"),
                (32, 3, 2, "wide"),
                (63, 2, 2, "paper"),
                (64, 4, 1, "small"),
            ] {
                let given = [
                    ("width", ParamValue::Int(width)),
                    ("variables", ParamValue::Int(variables)),
                    ("layers", ParamValue::Int(layers)),
                    ("coefficients", ParamValue::Text(coefficients.to_owned())),
                ];
                let known = |name| task.params.iter().any(|param| param.name == name);
                let given = given.into_iter().filter(|(name, _)| known(*name));
                let generator = Generator::new(task, Some(variation.name), given, "other");
                confirm(&generator.expect("valid"), 40);
            }
        }
    }
}

#[test]
fn keys_are_confirmed_at_the_largest_and_smallest_parameters() {
    for task in registry::matching("mba.*") {
        for variation in task.variations {
            for largest in [false, true] {
                let given = task.params.iter().filter_map(|param| match param.kind {
                    ParamKind::Int { min, max, .. } => {
                        let value = if largest { max } else { min };
                        Some((param.name, ParamValue::Int(value)))
                    }
                    _ => None,
                });
                let generator = Generator::new(task, Some(variation.name), given, "ends");
                confirm(&generator.expect("valid"), 12);
            }
        }
    }
}

/// The key of another item is doubted, and so is the claim that a different pair is equal.
#[test]
fn wrong_keys_are_doubted() {
    for task in registry::matching("mba.*") {
        let proof = proof(task.name).expect("it has a proof");
        for variation in task.variations {
            let generator = Generator::new(task, Some(variation.name), [], "doubt");
            let generator = generator.expect("defaults are valid");
            let items: Vec<_> = (0..60)
                .map(|index| generator.item(index).expect("item 0 was made"))
                .collect();
            for pair in items.windows(2) {
                let question = Question {
                    variation: variation.name,
                    vars: &pair[0].vars,
                    check: &pair[1].check,
                };
                let [own, other] = [&pair[0], &pair[1]].map(|item| item.check.reference());
                // Words at which one pair differs may be some for another.
                let found = |reply: &String| reply.contains(" = ");
                if own == other || found(&own) && found(&other) {
                    continue;
                }
                let doubted = (proof.confirm)(&question).is_err();
                assert!(doubted, "{}:{} {other}", task.name, variation.name);
            }
        }
    }
}
