//! Laws that hold for all theorems in Lean together, as far as no Lean is needed.

use std::collections::{BTreeMap, HashSet};

use minijinja::{Environment, UndefinedBehavior, Value};
use tribunal_generators::{Generator, Item, ParamValue, Var, registry};
use tribunal_verifiers::checks::{LeanCheck, LeanForm};
use tribunal_verifiers::{Answer, Check, Finish};

/// Every variation of every task at its default parameters.
fn generators(seed: &str) -> impl Iterator<Item = Generator> {
    registry::matching("lean.*").flat_map(move |task| {
        task.variations.iter().map(move |variation| {
            Generator::new(task, Some(variation.name), [], seed).expect("defaults are valid")
        })
    })
}

fn check(item: &Item) -> &LeanCheck {
    match &item.check {
        Check::Lean(check) => check,
        other => panic!("{} is no theorem", other.kind()),
    }
}

fn value(var: &Var) -> Value {
    match var {
        Var::Int(number) => Value::from(*number),
        Var::Text(text) => Value::from(text.as_ref()),
        Var::List(list) => list.iter().map(value).collect(),
        other => panic!("{other:?} is neither a number, a list nor text"),
    }
}

/// The prompt of `item`, with the shared pieces that its template includes.
fn render(generator: &Generator, item: &Item) -> String {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, text) in tribunal_suites::prompt_set("default").expect("the set exists") {
        environment.add_template(name, text).expect("a template");
    }
    let mut context: BTreeMap<&str, Value> = item
        .vars
        .iter()
        .map(|(name, var)| (name, value(var)))
        .collect();
    context.insert("variation", generator.variation().name.into());
    let template = environment.get_template(generator.task().name);
    template
        .and_then(|template| template.render(context))
        .unwrap_or_else(|error| panic!("{}: {error:#}", generator.task().name))
}

fn submitted(check: &LeanCheck, text: &str, strict: bool) -> Option<String> {
    let answer = Answer {
        text,
        finish: Finish::Stop,
    };
    check.submission(answer, strict).ok()
}

#[test]
fn prompts_show_the_file_and_ask_for_a_block() {
    for generator in generators("prompt") {
        let item = generator.item(3).expect("item 0 was made");
        let prompt = render(&generator, &item);
        let Some(Var::Text(file)) = item.vars.get("lean") else {
            panic!("no file");
        };
        assert!(
            prompt.contains(&format!("```lean\n{file}\n```\n")),
            "{prompt}"
        );
        for (name, var) in item
            .vars
            .iter()
            .filter(|(name, _)| !["lean", "opposite"].contains(name))
        {
            let parts = match var {
                Var::List(list) => list.iter().map(|part| value(part).to_string()).collect(),
                other => vec![value(other).to_string()],
            };
            // What steers the template is one small word, or a switch.
            let steers = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase());
            let told = |text: &String| steers(text) || prompt.contains(text);
            assert!(
                name == "every_width" || parts.iter().all(told),
                "{name}: {prompt}"
            );
        }
        let ending = prompt.trim_end().rsplit("\n\n").next().unwrap_or_default();
        assert!(ending.starts_with("Finish your reply with"), "{prompt}");
        assert!(
            !prompt.contains(check(&item).reference_code().trim()),
            "{prompt}"
        );
        // What is false is said to be, and what may be either is not told.
        let claim = ["This claim is false", "The claim may be true or false"]
            .map(|words| prompt.contains(words));
        let wanted = match generator.variation().name {
            "refute" => [true, false],
            "decide" => [false, true],
            _ => [false, false],
        };
        assert_eq!(claim, wanted, "{prompt}");
    }
}

/// A prompt repeated before the answer changes nothing about what is submitted, and the file that it
/// shows is no answer.
#[test]
fn a_prompt_repeated_before_the_answer_does_no_harm() {
    for generator in generators("echo") {
        for index in 0..10 {
            let item = generator.item(index).expect("item 0 was made");
            let check = check(&item);
            let prompt = render(&generator, &item);
            for strict in [true, false] {
                let own = submitted(check, &check.reference(), strict).expect("a block");
                let echoed = format!("{prompt}\n\n{}", check.reference());
                assert_eq!(submitted(check, &echoed, strict).as_ref(), Some(&own));
                let silent = submitted(check, &prompt, strict);
                assert!(silent.is_none_or(|silent| silent != own));
            }
        }
    }
}

#[test]
fn forms_are_those_of_the_variations() {
    for generator in generators("forms") {
        let mut proved = HashSet::new();
        for index in 0..40 {
            let item = generator.item(index).expect("item 0 was made");
            let check = check(&item);
            let wanted = match generator.variation().name {
                "file" => LeanForm::File,
                "fix" => LeanForm::Fix,
                "decide" => LeanForm::Decide,
                _ => LeanForm::Proof,
            };
            assert_eq!(check.form(), wanted);
            let whole = check.assembled(check.reference_code(), true);
            let targets = check
                .targets()
                .iter()
                .filter(|target| whole.contains(&format!("theorem {target} :\n")));
            proved.extend(targets.cloned());
        }
        // Of what is to be decided both sides come up.
        let wanted = if generator.variation().name == "decide" {
            2
        } else {
            1
        };
        assert_eq!(proved.len(), wanted, "{}", generator.task().name);
    }
}

#[test]
fn items_differ() {
    for generator in generators("spread") {
        let all: HashSet<_> = (0..200)
            .map(|index| generator.item(index).expect("item 0 was made").digest.0)
            .collect();
        assert!(all.len() >= 195, "{}: {}", generator.task().name, all.len());
    }
}

/// A proof in place of `sorry` can't bring lemmas, which is said before a run begins.
#[test]
fn combinations_without_a_proof_are_refused() {
    for (task, given, words) in [
        (
            "lean.busy_beaver.never_halts",
            vec![("lemmas", ParamValue::Text("none".to_owned()))],
            "set lemmas to given",
        ),
        (
            "lean.mba.identity",
            vec![
                ("every_width", ParamValue::Bool(true)),
                ("coefficients", ParamValue::Text("wide".to_owned())),
            ],
            "belong to one width",
        ),
        (
            "lean.busy_beaver.halts",
            vec![("lemmas", ParamValue::Text("none".to_owned()))],
            "lower steps_max",
        ),
    ] {
        let task = registry::task(task).expect(task);
        let error = Generator::new(task, Some("proof"), given, "x").expect_err(words);
        assert!(error.to_string().contains(words), "{error}");
    }
}
