//! Every task has a prompt that prints its problem and asks for a box.

use std::collections::BTreeMap;

use minijinja::{Environment, UndefinedBehavior, Value};
use tribunal_generators::{Generator, Item, Var};

use crate::{generators, judge, label};

/// What a template sees of a variable.
fn value(var: &Var) -> Value {
    match var {
        Var::Int(number) => Value::from(*number),
        Var::Ints(numbers) => Value::from(numbers.clone()),
        Var::Text(text) => Value::from(text.as_ref()),
        other => panic!("{other:?} is neither a number, a list of them nor text"),
    }
}

/// The prompt of `item`, from nothing but the item's variables and the variation's name.
pub(crate) fn render(generator: &Generator, item: &Item) -> String {
    let name = generator.task().name;
    let templates: BTreeMap<_, _> = tribunal_suites::prompt_set("default")
        .expect("the set exists")
        .into_iter()
        .collect();
    let template = templates
        .get(name)
        .unwrap_or_else(|| panic!("{name} has none"));
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, text) in &templates {
        if name.starts_with('_') {
            environment.add_template(name, text).expect("it compiles");
        }
    }
    let mut context: BTreeMap<&str, Value> = item
        .vars
        .iter()
        .map(|(name, var)| (name, value(var)))
        .collect();
    context.insert("variation", generator.variation().name.into());
    environment
        .render_str(template, context)
        .unwrap_or_else(|error| panic!("{name}: {error:#}"))
}

/// What an item asks about stands in its prompt; texts that only steer the template are words.
#[test]
fn prompts_print_the_problem_and_ask_for_a_box() {
    for generator in generators("prompt") {
        let item = generator.item(3).expect("item 0 was made");
        let prompt = render(&generator, &item);
        for (name, var) in item.vars.iter() {
            let text = value(var).to_string();
            let steers = text.bytes().all(|byte| byte.is_ascii_lowercase());
            assert!(
                steers || prompt.contains(&text),
                "{name} is not told: {prompt}"
            );
        }
        let ending = prompt.trim_end().rsplit("\n\n").next().unwrap_or_default();
        assert!(ending.starts_with("Finish your reply with"), "{prompt}");
        assert!(ending.contains("\\boxed{"), "{prompt}");
    }
}

/// A prompt must neither hold its answer nor upset the reading of one that follows it.
#[test]
fn a_prompt_repeated_before_the_answer_does_no_harm() {
    for generator in generators("echo") {
        for index in 0..20 {
            let item = generator.item(index).expect("item 0 was made");
            let prompt = render(&generator, &item);
            let silent = judge(&item, &prompt);
            for verdict in [silent.strict, silent.lenient] {
                assert!(
                    !verdict.outcome.is_correct(),
                    "{}: {prompt}",
                    label(&generator)
                );
            }
            let echoed = judge(&item, &format!("{prompt}\n\n{}", item.check.reference()));
            for verdict in [echoed.strict, echoed.lenient] {
                assert!(
                    verdict.outcome.is_correct(),
                    "{}: {verdict:?}",
                    label(&generator)
                );
            }
        }
    }
}
