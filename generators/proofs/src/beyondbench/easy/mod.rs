//! Proofs of the easy tasks' keys: one file a task.

mod keys;

mod absolute_difference;
mod alternating_sum;
mod comparison;
mod count_greater_than_previous;
mod count_multiples;
mod count_negative;
mod count_palindromic;
mod count_perfect_squares;
mod count_unique;
mod cumulative_sum;
mod division;
mod dot_product;
mod element_frequency;
mod even_count;
mod find_maximum;
mod find_minimum;
mod index_of_maximum;
mod interleave_lists;
mod local_maxima_count;
mod longest_increasing_subsequence;
mod max_adjacent_difference;
mod mean;
mod median;
mod mode;
mod moving_average;
mod multiplication;
mod odd_count;
mod parity_check;
mod range;
mod reverse_list;
mod rotate_list;
mod running_average;
mod second_maximum;
mod second_minimum;
mod set_difference;
mod set_intersection;
mod sorting;
mod standard_deviation;
mod subtraction;
mod sum;
mod sum_of_digits;
mod sum_of_max_indices;
mod variance;
mod weighted_sum;

use crate::Proof;

/// Every easy task's proof.
pub(super) const PROOFS: &[&Proof] = &[
    &absolute_difference::PROOF,
    &alternating_sum::PROOF,
    &comparison::PROOF,
    &count_greater_than_previous::PROOF,
    &count_multiples::PROOF,
    &count_negative::PROOF,
    &count_palindromic::PROOF,
    &count_perfect_squares::PROOF,
    &count_unique::PROOF,
    &cumulative_sum::PROOF,
    &division::PROOF,
    &dot_product::PROOF,
    &element_frequency::PROOF,
    &even_count::PROOF,
    &find_maximum::PROOF,
    &find_minimum::PROOF,
    &index_of_maximum::PROOF,
    &interleave_lists::PROOF,
    &local_maxima_count::PROOF,
    &longest_increasing_subsequence::PROOF,
    &max_adjacent_difference::PROOF,
    &mean::PROOF,
    &median::PROOF,
    &mode::PROOF,
    &moving_average::PROOF,
    &multiplication::PROOF,
    &odd_count::PROOF,
    &parity_check::PROOF,
    &range::PROOF,
    &reverse_list::PROOF,
    &rotate_list::PROOF,
    &running_average::PROOF,
    &second_maximum::PROOF,
    &second_minimum::PROOF,
    &set_difference::PROOF,
    &set_intersection::PROOF,
    &sorting::PROOF,
    &standard_deviation::PROOF,
    &subtraction::PROOF,
    &sum::PROOF,
    &sum_of_digits::PROOF,
    &sum_of_max_indices::PROOF,
    &variance::PROOF,
    &weighted_sum::PROOF,
];
