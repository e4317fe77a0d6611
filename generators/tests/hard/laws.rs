//! What holds for every task of the family.

use crate::kit::{prompts, spread};

pub(crate) const TASKS: &str = "beyondbench.hard.*";

/// The largest share of items that one constant answer may get right: what few possible answers
/// force, with three standard deviations of 400 items.
fn bound(label: &str) -> f64 {
    match label {
        // Four queens have two placements, six have four, and five have ten.
        "n_queens:side_4" => 0.60,
        "n_queens:side_6" => 0.36,
        "n_queens:side_5" => 0.20,
        // One formula in ten is unsatisfiable.
        name if name.starts_with("boolean_sat") => 0.16,
        // There are two answers.
        "regex_matching:default" => 0.58,
        // Lengths and counts crowd around their middle, however widely they are drawn: the commonest
        // comes in 17, 13, 13 and 12 of a hundred items.
        "longest_common_subsequence:default" => 0.23,
        "edit_distance:default" | "interval_scheduling:default" => 0.18,
        "coin_change:default" => 0.17,
        _ => 0.10,
    }
}

/// How many of 300 prompts must differ.
fn distinct(label: &str) -> usize {
    // Four queens have about 2^15 boards, so that a repetition or two is to be expected.
    if label.ends_with("side_4") { 294 } else { 300 }
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
    spread::prompts_are_all_different(TASKS, distinct);
}

#[test]
fn neighbouring_seeds_share_no_items() {
    spread::neighbouring_seeds_share_no_items(TASKS, distinct);
}

#[test]
fn spaces_are_ample_or_say_why_not() {
    spread::spaces_are_ample_or_say_why_not(TASKS);
}
