//! Every variation has a prompt that prints its problem and asks for a box.

use std::collections::BTreeMap;

use minijinja::{Environment, UndefinedBehavior, Value};
use tribunal_generators::{Item, Task, Var, Variation};

use crate::{cells, generator, item, text};

/// What a template sees of a variable.
fn value(var: &Var) -> Value {
    match var {
        Var::Int(number) => Value::from(*number),
        Var::Text(text) => Value::from(text.as_ref()),
        Var::Ints(numbers) => Value::from(numbers.clone()),
        Var::List(rows) => rows.iter().map(value).collect(),
        Var::Map(_) => panic!("{var:?} is neither number, text nor list"),
    }
}

/// The prompt of `item`, from nothing but the item's variables and the variation's name.
pub(crate) fn render(task: &Task, variation: &Variation, item: &Item) -> String {
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
    context.insert("variation", variation.name.into());
    environment
        .render_str(template, context)
        .unwrap_or_else(|error| panic!("{}: {error:#}", task.name))
}

#[test]
fn prompts_print_the_problem_and_ask_for_a_box() {
    for (task, variation) in cells() {
        let item = item(&generator((task, variation), &[], "prompt"), 3);
        let prompt = render(task, variation, &item);
        for (name, var) in item.vars.iter() {
            let printed = value(var).to_string();
            let told = prompt.contains(&printed);
            assert!(told || name == ASKED, "{name} is not told: {prompt}");
        }
        let ending = prompt.trim_end().rsplit("\n\n").next().unwrap_or_default();
        assert!(ending.starts_with("Finish your reply with"), "{prompt}");
        assert!(
            ending.contains("\\boxed{") && ending.ends_with("}."),
            "{prompt}"
        );
        assert!(
            !prompt.contains("  ") && !prompt.contains("\n\n\n"),
            "{prompt}"
        );
        assert!(
            prompt.len() < 1_000,
            "{} is {} bytes long",
            task.name,
            prompt.len()
        );
    }
}

/// What a variation says in words: its prompt without any number.
pub(crate) fn wording(cell: (&'static Task, &'static Variation)) -> String {
    let number = |c: &char| c.is_ascii_digit() || "-,".contains(*c);
    bare(cell, 0).chars().filter(|c| !number(c)).collect()
}

/// The prompt of item `index` without its terms.
fn bare(cell: (&'static Task, &'static Variation), index: u64) -> String {
    let item = item(&generator(cell, &[], "prompt"), index);
    let prompt = render(cell.0, cell.1, &item);
    match item.vars.get("terms") {
        Some(Var::Text(terms)) => prompt.replace(terms.as_ref(), ""),
        _ => prompt,
    }
}

/// What tells the problem in words rather than numbers, and which of its questions a task asks.
const WORDS: [&str; 3] = ["expression", "values", "numeral"];
const ASKED: &str = "asked";

/// The text without the numbers is constant within a variation, or within each of its questions,
/// so that it can't tell the answer.
#[test]
fn prompts_differ_only_in_the_problem() {
    for cell in cells() {
        let generator = generator(cell, &[], "prompt");
        let mut texts: BTreeMap<&str, String> = BTreeMap::new();
        let items: Vec<Item> = (0..20).map(|index| item(&generator, index)).collect();
        for item in &items {
            let mut prompt = bare(cell, item.index);
            for name in WORDS {
                let told = text(item, name);
                if !told.is_empty() {
                    prompt = prompt.replace(told, name);
                }
            }
            let number = |c: &char| c.is_ascii_digit() || "-,".contains(*c);
            let words: String = prompt.chars().filter(|c| !number(c)).collect();
            let known = texts.entry(text(item, ASKED)).or_insert(words.clone());
            // Three numbers leave one more space between them than two.
            assert_eq!(
                known.replace(' ', ""),
                words.replace(' ', ""),
                "{}",
                cell.0.name
            );
        }
        assert!(texts.len() <= 3, "{}: {texts:?}", cell.0.name);
    }
}

/// Every variation says what its rule is, except where finding that out is what is asked.
#[test]
fn prompts_name_the_rule() {
    let mut texts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for cell in cells() {
        texts.entry(cell.0.name).or_default().push(bare(cell, 0));
    }
    for (task, mut texts) in texts {
        let all = texts.len();
        texts.sort_unstable();
        texts.dedup();
        let shared = task.ends_with("fibonacci_sequence");
        assert_eq!(texts.len(), if shared { 1 } else { all }, "{task}");
    }
}
