//! What holds for every task of the family.

use tribunal_verifiers::Check;
use tribunal_verifiers::mba::Cost;

use crate::kit::{generator, prompts, spread};

const TASKS: &str = "mba.*";

/// The largest share of items that one constant answer may get right: what few possible answers
/// force, with three standard deviations of 400 items.
fn bound(label: &str) -> f64 {
    match label {
        // One half is equivalent.
        name if name.starts_with("equivalence") => 0.59,
        _ => 0.10,
    }
}

#[test]
fn prompts_print_the_problem_and_ask_for_a_box() {
    prompts::print_the_problem_and_ask_for_a_box(TASKS, |generator, name| {
        // The size asked for is told with the expression that it is about.
        name == "largest" && generator.variation().name.ends_with("coefficient")
    });
}

#[test]
fn a_prompt_repeated_before_the_answer_does_no_harm() {
    prompts::repeated_before_the_answer_do_no_harm(TASKS);
}

#[test]
fn no_constant_answer_scores_well() {
    spread::no_constant_answer_scores_well(TASKS, 12, bound);
}

#[test]
fn prompts_are_all_different() {
    spread::prompts_are_all_different(TASKS, |_| 300);
}

#[test]
fn neighbouring_seeds_share_no_items() {
    spread::neighbouring_seeds_share_no_items(TASKS, |_| 300);
}

#[test]
fn spaces_are_ample_or_say_why_not() {
    spread::spaces_are_ample_or_say_why_not(TASKS);
}

/// Each kind mixes arithmetic and bitwise operators as its name says, and each layer adds two turns.
#[test]
fn alternation_is_what_was_asked_for() {
    for (variation, layers, least, most) in [
        ("linear", 1, 1, 1),
        ("polynomial", 1, 1, 1),
        ("nested", 1, 2, 4),
        ("nested", 2, 4, 6),
        ("nested", 3, 6, 8),
    ] {
        let generator = generator("mba.simplify", variation, &[("layers", layers)], "turns");
        for index in 0..40 {
            let item = generator.item(index).expect("item 0 was made");
            let Check::Filling(check) = &item.check else {
                panic!("{:?}", item.check)
            };
            let found = Cost::of(check.sides().0).alternation;
            assert!(
                (least..=most).contains(&found),
                "{variation} {layers}: {found}"
            );
        }
    }
}
