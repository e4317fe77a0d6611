//! `beyondbench.hard.knapsack`, by all selections of the first half of the items, each with the best
//! selection of the second half that still fits (Horowitz and Sahni). Which selection is best shows
//! nowhere but in sums, so that no table over capacities is needed.

use tribunal_verifiers::Check;

use super::named::{accepts, different, letter, number, reference_places, refuses, rows, spell};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.knapsack",
    method: "all selections of either half",
    confirm,
};

/// Weight, value and members of a selection, a bit each.
type Packed = (i64, i64, u32);

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (mut names, mut items) = (Vec::new(), Vec::new());
    for row in rows(question, "items")? {
        names.push(letter(row, "name")?);
        items.push((number(row, "weight")?, number(row, "value")?));
    }
    different(&names)?;
    let positive = items.iter().all(|&(weight, value)| weight > 0 && value > 0);
    ensure!(
        positive && items.len() <= 26,
        "there is an item of no weight or value"
    );
    let capacity = question.int("capacity")?;
    let (value, members) = best(&items, capacity)?;
    let Check::Selection(check) = question.check else {
        return question.is_integer(value);
    };
    let key = i64::from(check.best());
    ensure!(
        key == value,
        "the key is a selection worth {key}, not {value}"
    );
    let sums = |places: &[usize]| {
        let sum = |(w, v), &at: &usize| (w + items[at].0, v + items[at].1);
        places.iter().fold((0, 0), sum)
    };
    let stated = reference_places(question, &names)?;
    let stated_names: Vec<char> = stated.iter().map(|&at| names[at]).collect();
    different(&stated_names)?;
    let (weight, worth) = sums(&stated);
    ensure!(
        weight <= capacity && worth == value,
        "the key weighs {weight} and is worth {worth}"
    );
    let chosen: Vec<usize> = (0..items.len())
        .filter(|at| members >> at & 1 == 1)
        .collect();
    let mut backwards = chosen.clone();
    backwards.reverse();
    accepts(question, &spell(&names, &backwards))?;
    for at in 0..items.len() {
        let mut other = chosen.clone();
        if chosen.contains(&at) {
            other.retain(|&member| member != at);
        } else {
            // What is best leaves no room for another item, or the item would have been taken.
            other.push(at);
        }
        if !other.is_empty() {
            refuses(question, &spell(&names, &other))?;
        }
    }
    Ok(())
}

fn best(items: &[(i64, i64)], capacity: i64) -> Result<(i64, u32), Doubt> {
    let (first, second) = items.split_at(items.len() / 2);
    let mut late = selections(second);
    late.sort_unstable();
    // Of selections that weigh more and are worth no more than a lighter one, that one will do.
    let mut kept: Vec<Packed> = Vec::with_capacity(late.len());
    for packed in late {
        if kept.last().is_none_or(|last| last.1 < packed.1) {
            kept.push(packed);
        }
    }
    let mut best = None;
    for (weight, value, members) in selections(first) {
        let fitting = kept.partition_point(|packed| packed.0 <= capacity - weight);
        let Some(&(_, more, others)) = kept[..fitting].last() else {
            continue;
        };
        let whole = (value + more, members | others << first.len());
        best = best.max(Some(whole));
    }
    best.ok_or_else(|| Doubt::new("nothing fits, not even nothing"))
}

/// All selections of `items`, each one more item apart from one before.
fn selections(items: &[(i64, i64)]) -> Vec<Packed> {
    let mut all = vec![(0, 0, 0)];
    for (at, &(weight, value)) in items.iter().enumerate() {
        for known in 0..all.len() {
            let (w, v, members) = all[known];
            all.push((w + weight, v + value, members | 1 << at));
        }
    }
    all
}
