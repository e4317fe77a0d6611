//! No file that is read makes a plan wait for ever or take all memory.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tribunal_generators::{Generator, Item, registry};
use tribunal_plan::{Prompts, Suite};

const HEAD: &str = "name = \"s\"\nversion = 1\n";

fn item() -> Arc<Item> {
    let task = registry::task("beyondbench.easy.sum").expect("a task");
    let generator = Generator::new(task, None, [], "limits").expect("a generator");
    Arc::new(generator.item(0).expect("an item"))
}

#[test]
fn a_hostile_template_ends_in_an_error() {
    let range = "{% for i in range(9999) %}";
    let end = "{% endfor %}";
    let item = item();
    for (name, text) in [
        ("loops", format!("{}x{}", range.repeat(4), end.repeat(4))),
        (
            "doubling",
            format!(
                "{{% set a = 'x' %}}{}{{{{ a }}}}",
                "{% set a = a ~ a %}".repeat(60)
            ),
        ),
        (
            "doubling in a namespace",
            format!(
                "{{% set n = namespace(s='x') %}}{range}{{% set n.s = n.s ~ n.s %}}{end}{{{{ n.s }}}}"
            ),
        ),
        ("repeating", "{{ 'x' * 999999999999 }}".to_owned()),
        (
            "calling itself",
            "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}".to_owned(),
        ),
        ("including itself", "{% include 'test.hostile' %}".repeat(2)),
        ("padding", "{{ 'x'|indent(9999999999, true) }}".to_owned()),
        ("formatting", "{{ '%999999999d'|format(1) }}".to_owned()),
    ] {
        let begun = Instant::now();
        let rendered = Prompts::of_plugin("test.hostile", &text)
            .and_then(|prompts| prompts.render("test.hostile", "default", &item));
        let took = begun.elapsed();
        let length = rendered.as_ref().map_or(0, String::len);
        assert!(rendered.is_err(), "{name}: {length} bytes");
        assert!(took < Duration::from_secs(20), "{name}: {took:?}");
    }
}

#[test]
fn a_long_prompt_is_still_written() {
    // A hundred kilobytes out of a loop: more than any task asks.
    let text = "{% for i in range(5000) %}line {{ i }} of many\n{% endfor %}";
    let prompts = Prompts::of_plugin("test.long", text).expect("it compiles");
    let written = prompts.render("test.long", "default", &item());
    assert_eq!(written.expect("it is written").lines().count(), 5000);
}

#[test]
fn suites_that_include_without_measure_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let sum = "[[task]]\nname = \"beyondbench.easy.sum\"\ncount = 1\n";
    std::fs::write(path("0.toml"), format!("{HEAD}{sum}")).expect("written");
    for level in 1..8 {
        let below = format!("{:?}, ", path(&format!("{}.toml", level - 1))).repeat(1000);
        let text = format!("{HEAD}include = [{below}]\n");
        std::fs::write(path(&format!("{level}.toml")), text).expect("written");
    }
    let begun = Instant::now();
    let error = Suite::find(&path("7.toml")).expect_err("it names 10^21 tasks");
    assert!(
        error
            .to_string()
            .contains("more than 10000 entries [[task]]"),
        "{error}"
    );
    assert!(begun.elapsed() < Duration::from_secs(60));
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    for deep in [
        format!("{HEAD}x = {}{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!(
            "{HEAD}x = {}1{}",
            "{a=".repeat(100_000),
            "}".repeat(100_000)
        ),
        format!("{HEAD}{} = 1", "a.".repeat(100_000) + "a"),
        format!("{HEAD}[{}]\n", "a.".repeat(100_000) + "a"),
    ] {
        Suite::parse(&deep, "deep.toml").expect_err("no suite has that");
    }
}
