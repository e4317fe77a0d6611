//! Writes challenges and answers of the tasks in Lean as files, to be tried with any checker.
//!
//! `lean_files DIR SEED COUNT [TASK:VARIATION [name=value …]]…` makes of each of the first COUNT items
//! `NAME.challenge.lean`, `NAME.right.lean` and `NAME.wrong.lean`. Without tasks it takes all
//! variations of all tasks at their defaults.

use std::path::Path;

use tribunal_generators::{Generator, ParamValue, registry};
use tribunal_verifiers::Check;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |name: &str| arguments.next().ok_or(format!("{name} is missing"));
    let (dir, seed, count) = (next("DIR")?, next("SEED")?, next("COUNT")?.parse::<u64>()?);
    let mut wanted: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for argument in arguments {
        match (argument.split_once('='), wanted.last_mut()) {
            (Some((name, value)), Some((_, params))) => {
                params.push((name.to_owned(), value.to_owned()));
            }
            _ => wanted.push((argument, Vec::new())),
        }
    }
    if wanted.is_empty() {
        for task in registry::matching("lean.*") {
            let named = |name: &str| (format!("{}:{name}", task.name), Vec::new());
            wanted.extend(
                task.variations
                    .iter()
                    .map(|variation| named(variation.name)),
            );
        }
    }
    for (place, (name, params)) in wanted.iter().enumerate() {
        let (task, variation) = name.split_once(':').ok_or("a task is TASK:VARIATION")?;
        let task = registry::task(task).ok_or(format!("no task {task}"))?;
        let given = params.iter().filter_map(|(name, text)| {
            let param = task.params.iter().find(|param| param.name == name)?;
            Some((param.name, param.parse(text).ok()?))
        });
        let given: Vec<(&str, ParamValue)> = given.collect();
        if given.len() < params.len() {
            return Err(format!("{name} has no such parameter, or value").into());
        }
        let generator = Generator::new(task, Some(variation), given, &seed)?;
        for index in 0..count {
            let item = generator.item(index)?;
            let Check::Lean(check) = &item.check else {
                return Err(format!("{name} is not about Lean").into());
            };
            let short = task.name.rsplit('.').next().unwrap_or_default();
            let stem = format!("{place:02}-{short}-{variation}-{index}");
            for (kind, text) in [
                ("challenge", check.challenge().to_owned()),
                ("right", check.assembled(check.reference_code(), true)),
                ("wrong", check.assembled(check.counterfeit_code(), true)),
            ] {
                std::fs::write(Path::new(&dir).join(format!("{stem}.{kind}.lean")), text)?;
            }
        }
    }
    Ok(())
}
