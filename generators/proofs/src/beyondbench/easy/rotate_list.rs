//! `beyondbench.easy.rotate_list`, by carrying out the steps one after another.

use std::collections::VecDeque;

use tribunal_verifiers::checks::Order;

use super::keys;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.easy.rotate_list",
    method: "step by step",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let numbers = question.ints("numbers")?;
    let k = question.int("k")?;
    ensure!(
        (1..numbers.len() as i64).contains(&k),
        "{k} steps are told for {} values",
        numbers.len()
    );
    let mut deque: VecDeque<i64> = numbers.iter().copied().collect();
    for _ in 0..k {
        if let Some(last) = deque.pop_back() {
            deque.push_front(last);
        }
    }
    keys::is_list(question, Order::Exact, deque.into_iter())
}
