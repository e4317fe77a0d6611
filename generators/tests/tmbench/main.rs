//! The prompt of `tmbench.mtag`, rendered from nothing but an item's variables.

use std::collections::BTreeMap;

use minijinja::{Environment, UndefinedBehavior, Value};
use tribunal_generators::{Generator, ParamValue, Var, registry};
use tribunal_verifiers::Check;

fn value(var: &Var) -> Value {
    match var {
        Var::Int(number) => Value::from(*number),
        Var::Text(text) => Value::from(text.as_ref()),
        other => panic!("the task has numbers and texts alone, not {other:?}"),
    }
}

/// The prompt of the first item, and its check's reference answer.
fn prompt(variation: &str, given: &[(&'static str, ParamValue)]) -> (String, String, Check) {
    let task = registry::task("tmbench.mtag").expect("built in");
    let given = given.iter().cloned();
    let generator = Generator::new(task, Some(variation), given, "prompt").expect("valid");
    let item = generator.item(0).expect("never fails");
    let templates: BTreeMap<_, _> = tribunal_suites::prompt_set("default")
        .expect("the set exists")
        .into_iter()
        .collect();
    let mut context: BTreeMap<&str, Value> = item
        .vars
        .iter()
        .map(|(name, var)| (name, value(var)))
        .collect();
    context.insert("variation", variation.into());
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let text = environment
        .render_str(templates[task.name], context)
        .expect("renders");
    (text, item.check.reference(), item.check)
}

fn text(value: &str) -> ParamValue {
    ParamValue::Text(value.to_owned())
}

#[test]
fn every_variation_and_ask_states_the_machine_and_the_form() {
    let task = registry::task("tmbench.mtag").expect("built in");
    for variation in task.variations {
        for ask in ["every", "final"] {
            let (prompt, reference, check) = prompt(variation.name, &[("ask", text(ask))]);
            let Check::TagTrace(check) = &check else {
                panic!("{check:?}")
            };
            let system = check.system();
            let start = format!("Queue at the start: [{}]\n", system.spell(check.start()));
            assert!(prompt.contains(&start), "{prompt}");
            for (symbol, word) in system.alphabet().iter().zip(system.productions().iter()) {
                let rule = format!("\n{symbol} -> {}\n", system.spell(word));
                assert!(prompt.contains(&rule), "{rule} in {prompt}");
            }
            assert!(prompt.contains("step 30"), "{prompt}");
            let form = if ask == "every" {
                "\n### Step i:\n"
            } else {
                "\nFinal Queue State: ["
            };
            assert!(prompt.contains(form), "{prompt}");
            // Nothing of the answer but what the question itself has to say.
            let last = reference.lines().last().expect("an answer");
            assert!(!prompt.contains(last), "{last} in {prompt}");
            assert!(!prompt.contains("\n\n\n"), "{prompt}");
        }
    }
}

#[test]
fn the_latin_prompt() {
    let (prompt, _, _) = prompt("latin", &[("steps", ParamValue::Int(4))]);
    insta::assert_snapshot!(prompt);
}

#[test]
fn the_final_prompt() {
    let (prompt, _, _) = prompt(
        "words",
        &[("ask", text("final")), ("m", ParamValue::Int(1))],
    );
    insta::assert_snapshot!(prompt);
}
