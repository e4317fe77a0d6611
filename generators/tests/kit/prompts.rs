//! Laws of prompts: a problem is printed whole, a box is asked for, and no prompt holds its answer.

use std::collections::BTreeMap;

use minijinja::{Environment, UndefinedBehavior, Value};
use tribunal_generators::{Generator, Item, Var};

use super::{generators, judge, label};

/// What a template sees of a variable.
fn value(var: &Var) -> Value {
    match var {
        Var::Int(number) => Value::from(*number),
        Var::Ints(numbers) => Value::from(numbers.clone()),
        Var::Text(text) => Value::from(text.as_ref()),
        Var::List(vars) => vars.iter().map(value).collect(),
        Var::Map(vars) => vars
            .iter()
            .map(|(name, var)| (name.to_owned(), value(var)))
            .collect::<BTreeMap<_, _>>()
            .into(),
    }
}

/// The numbers and texts that make up a variable; a list of numbers alone is one.
fn parts(var: &Var) -> Vec<&Var> {
    match var {
        Var::List(vars) => vars.iter().flat_map(parts).collect(),
        Var::Map(vars) => vars.iter().flat_map(|(_, var)| parts(var)).collect(),
        one => vec![one],
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

/// What an item asks about stands in its prompt, but for `untold` variables; texts that only steer
/// the template are words.
pub(crate) fn print_the_problem_and_ask_for_a_box(
    pattern: &str,
    untold: impl Fn(&Generator, &str) -> bool,
) {
    for generator in generators(pattern, "prompt") {
        let item = generator.item(3).expect("item 0 was made");
        let prompt = render(&generator, &item);
        let told = |part: &Var| {
            let text = value(part).to_string();
            let steers = text.bytes().all(|byte| byte.is_ascii_lowercase());
            let row = |numbers: &[i64]| numbers.iter().all(|n| prompt.contains(&n.to_string()));
            // A table prints a row of numbers without brackets.
            let printed = matches!(part, Var::Ints(numbers) if row(numbers));
            steers || printed || prompt.contains(&text)
        };
        for (name, var) in item.vars.iter() {
            let told = untold(&generator, name) || parts(var).into_iter().all(told);
            assert!(told, "{name} is not told: {prompt}");
        }
        let ending = prompt.trim_end().rsplit("\n\n").next().unwrap_or_default();
        assert!(ending.starts_with("Finish your reply with"), "{prompt}");
        assert!(ending.contains("\\boxed{"), "{prompt}");
    }
}

/// A prompt must neither hold its answer nor upset the reading of one that follows it.
pub(crate) fn repeated_before_the_answer_do_no_harm(pattern: &str) {
    for generator in generators(pattern, "echo") {
        for index in 0..20 {
            let item = generator.item(index).expect("item 0 was made");
            let prompt = render(&generator, &item);
            let silent = judge(&item, &prompt);
            for verdict in [silent.strict, silent.lenient] {
                let right = verdict.outcome.is_correct();
                assert!(!right, "{}: {prompt}", label(&generator));
            }
            let echoed = judge(&item, &format!("{prompt}\n\n{}", item.check.reference()));
            for verdict in [echoed.strict, echoed.lenient] {
                let right = verdict.outcome.is_correct();
                assert!(right, "{}: {verdict:?}", label(&generator));
            }
        }
    }
}
