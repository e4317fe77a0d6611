//! Every task has a prompt that prints its problem and asks for a box.

use std::collections::BTreeMap;

use minijinja::{Environment, UndefinedBehavior, Value};
use tribunal_generators::{Item, Task, Var};

use crate::{generator, lists, tasks};

/// What a template sees of a variable; easy tasks have only numbers and lists of them.
fn value(var: &Var) -> Value {
    match var {
        Var::Int(number) => Value::from(*number),
        Var::Ints(numbers) => Value::from(numbers.clone()),
        other => panic!("{other:?} is neither a number nor a list"),
    }
}

/// The prompt of `item`, from nothing but the item's variables and the variation's name.
pub(crate) fn render(task: &Task, item: &Item) -> String {
    let templates: BTreeMap<_, _> = tribunal_suites::prompt_set("default")
        .expect("the set exists")
        .into_iter()
        .collect();
    let template = templates
        .get(task.name)
        .unwrap_or_else(|| panic!("{} has none", task.name));
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let mut context: BTreeMap<&str, Value> = item
        .vars
        .iter()
        .map(|(name, var)| (name, value(var)))
        .collect();
    context.insert("variation", "default".into());
    environment
        .render_str(template, context)
        .unwrap_or_else(|error| panic!("{}: {error:#}", task.name))
}

#[test]
fn prompts_print_the_problem_and_ask_for_a_box() {
    for task in tasks() {
        let item = generator(task, 8, "prompt")
            .item(3)
            .expect("item 0 was made");
        let prompt = render(task, &item);
        for numbers in lists(&item) {
            assert!(prompt.contains(&format!("{numbers:?}")), "{prompt}");
        }
        if lists(&item).is_empty() {
            for name in ["a", "b"] {
                let value = serde_json::to_string(item.vars.get(name).expect("a pair"));
                assert!(prompt.contains(&value.expect("plain data")), "{prompt}");
            }
        }
        for name in ["k", "places", "window"] {
            if let Some(value) = item.vars.get(name) {
                let value = serde_json::to_string(value).expect("plain data");
                assert!(
                    prompt.contains(&format!(" {value}")),
                    "{name} is not told: {prompt}"
                );
            }
        }
        let ending = prompt.trim_end().rsplit("\n\n").next().unwrap_or_default();
        assert!(ending.starts_with("Finish your reply with"), "{prompt}");
        assert!(
            ending.contains("\\boxed{") && ending.ends_with("}."),
            "{prompt}"
        );
        assert!(
            prompt.len() < 700,
            "{} is {} bytes long",
            task.name,
            prompt.len()
        );
    }
}

/// A prompt that held its answer would be a gift: two items with the same numbers and different
/// keys can't be told apart by their prompts, so the text without the numbers must be constant.
#[test]
fn prompts_differ_only_in_the_problem() {
    for task in tasks() {
        let generator = generator(task, 8, "prompt");
        let mut bare: Vec<String> = (0..20)
            .map(|index| {
                let prompt = render(task, &generator.item(index).expect("item 0 was made"));
                prompt
                    .chars()
                    .filter(|c| !c.is_ascii_digit() && !"-".contains(*c))
                    .collect()
            })
            .collect();
        bare.dedup();
        assert_eq!(bare.len(), 1, "{}: {bare:?}", task.name);
    }
}
