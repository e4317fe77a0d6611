//! What holds for every task of the family.

use crate::kit::{prompts, spread};

const TASKS: &str = "busy_beaver.*";

/// The largest share of items that one constant answer may get right: what few possible answers
/// force, with three standard deviations of 400 items.
fn bound(label: &str) -> f64 {
    match label {
        // Yes or no.
        name if name.starts_with("halts") => 0.58,
        // Once it repeats, any start will do, and short periods are common.
        name if name.starts_with("prove_nonhalting") => 0.34,
        // A few dozen steps leave few marks.
        "run:score" => 0.30,
        _ => 0.20,
    }
}

#[test]
fn prompts_print_the_problem_and_ask_for_a_box() {
    prompts::print_the_problem_and_ask_for_a_box(TASKS, |_, _| false);
}

#[test]
fn a_prompt_repeated_before_the_answer_does_no_harm() {
    prompts::repeated_before_the_answer_do_no_harm(TASKS);
}

#[test]
fn no_constant_answer_scores_well() {
    spread::no_constant_answer_scores_well(TASKS, 40, bound);
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
