//! Tasks asked for a program instead of an answer.

use std::collections::BTreeSet;

use tribunal_model::Sampling;
use tribunal_plan::{Asking, Mode, Plan, PlanOptions, Suite};
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{Language, ProgramCheck};

fn plan(tasks: &str, asking: Asking) -> Plan {
    let options = PlanOptions {
        seed: "mode".to_owned(),
        limit: Some(20),
        repeats: 1,
        sampling: Sampling::default(),
        asking,
    };
    Plan::new(Suite::of_tasks(tasks, 20), options).expect("a valid plan")
}

const CODE: Asking = Asking {
    mode: Some(Mode::Code),
    language: None,
    cases: None,
    tools: None,
};

fn program(check: &Check) -> &ProgramCheck {
    match check {
        Check::Program(check) => check,
        other => panic!("{} and no program", other.kind()),
    }
}

#[test]
fn an_item_asks_for_a_program_over_hidden_problems() {
    let plan = plan("beyondbench.easy.sum", CODE);
    assert_eq!(plan.mode(), "code:python");
    let planned = plan.make(plan.slot(0)).expect("an item");
    let check = program(&planned.item.check);
    assert_eq!(check.cases.len(), 20);
    let shown = serde_json::to_string(&planned.item.vars).expect("JSON");
    let inputs: BTreeSet<&str> = check.cases.iter().map(|case| &*case.input).collect();
    assert_eq!(inputs.len(), 20, "hidden problems differ");
    assert!(
        !inputs.contains(shown.as_str()),
        "the problem shown is not hidden"
    );
    let lengths: BTreeSet<usize> = inputs
        .iter()
        .map(|input| {
            let data: serde_json::Value = serde_json::from_str(input).expect("JSON");
            data["numbers"].as_array().expect("a list").len()
        })
        .collect();
    assert!(lengths.len() > 1, "sizes vary: {lengths:?}");
    for part in [
        shown.as_str(),
        "```python",
        "20 other problems",
        "- numbers: a list of integers",
    ] {
        assert!(
            planned.prompt.contains(part),
            "{part} is missing in {}",
            planned.prompt
        );
    }
}

#[test]
fn the_same_plan_hides_the_same_problems() {
    let (one, two) = (
        plan("beyondbench.easy.*", CODE),
        plan("beyondbench.easy.*", CODE),
    );
    assert_eq!(one.digest(), two.digest());
    assert_eq!(
        one.items_digest().expect("a digest"),
        two.items_digest().expect("a digest")
    );
    let again = Plan::from_json(&one.to_json()).expect("the stored plan");
    assert_eq!(again.digest(), one.digest());
    assert_eq!(again.mode(), "code:python");
}

#[test]
fn mode_language_and_cases_are_part_of_the_digest() {
    let digests: BTreeSet<String> = [
        Asking::default(),
        CODE,
        Asking {
            language: Some(Language::Javascript),
            ..CODE
        },
        Asking {
            cases: Some(5),
            ..CODE
        },
    ]
    .into_iter()
    .map(|asking| plan("beyondbench.easy.sum", asking).digest().to_owned())
    .collect();
    assert_eq!(digests.len(), 4);
    // What only spells the default out changes nothing.
    let chat = Asking {
        mode: Some(Mode::Chat),
        ..Asking::default()
    };
    assert!(digests.contains(plan("beyondbench.easy.sum", chat).digest()));
}

/// Every task can be asked for a program: each has hidden problems, and a program that is right.
#[test]
fn every_task_has_hidden_problems() {
    for task in tribunal_generators::registry::tasks() {
        // Refused: a proof is no output of a program (see below).
        if task.name.starts_with("lean.") {
            continue;
        }
        let asking = Asking {
            cases: Some(6),
            ..CODE
        };
        let plan = plan(task.name, asking);
        for ordinal in 0..plan.len().min(2) {
            let item = plan.item(plan.slot(ordinal)).expect("an item");
            let check = program(&item.check);
            assert!((1..=6).contains(&check.cases.len()), "{}", task.name);
            for case in &check.cases {
                let right = case.judge(&case.check.reference(), &Check::judge).strict;
                assert!(right.outcome.is_correct(), "{}: {right:?}", task.name);
                let wrong = case.judge(&case.check.counterfeit(), &Check::judge).lenient;
                assert!(!wrong.outcome.is_correct(), "{}: {wrong:?}", task.name);
            }
        }
    }
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let options = |asking| PlanOptions {
        seed: "mode".to_owned(),
        limit: None,
        repeats: 1,
        sampling: Sampling::default(),
        asking,
    };
    let none = Asking {
        cases: Some(0),
        ..CODE
    };
    let error = Plan::new(Suite::of_tasks("beyondbench.easy.sum", 1), options(none));
    let message = error.expect_err("no cases").to_string();
    assert!(message.contains("1 to 200 hidden problems"), "{message}");
    let proofs = Suite::of_tasks("lean.mba.identity", 1);
    let message = Plan::new(proofs, options(CODE))
        .expect_err("no program prints a proof")
        .to_string();
    assert!(message.contains("without --mode code"), "{message}");
    let text = "name = \"x\"\nversion = 1\n[asking]\nmode = \"poem\"\n[[task]]\nname = \"beyondbench.easy.sum\"\ncount = 1";
    let message = Suite::parse(text, "x")
        .expect_err("no such mode")
        .to_string();
    assert!(message.contains("unknown variant `poem`"), "{message}");
}
