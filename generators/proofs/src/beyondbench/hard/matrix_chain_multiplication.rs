//! `beyondbench.hard.matrix_chain_multiplication`, by removing inner dimensions in every order: all
//! of them up to seven matrices, and above, where they are too many, top down over the last
//! product, remembering what each stretch costs.

use super::answer::number;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.matrix_chain_multiplication",
    method: "every order, or top down with memory",
    confirm,
};

/// Up to how many matrices every order is tried: 720 of them.
const EVERY_ORDER: usize = 7;

/// The most matrices of a chain; the memory is quadratic in their number, the time cubic.
const MOST: usize = 64;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let dimensions = dimensions(question.text("matrices")?)?;
    let matrices = dimensions.len() - 1;
    ensure!(
        question.int("count") == Ok(matrices as i64),
        "the prompt counts another number of matrices"
    );
    ensure!(matrices <= MOST, "there are over {MOST} matrices");
    let cost = if matrices <= EVERY_ORDER {
        every_order(&dimensions)
    } else {
        let mut seen = vec![None; (matrices + 1) * (matrices + 1)];
        top_down(&dimensions, 0, matrices, &mut seen)
    };
    question.is_integer(cost)
}

/// The dimensions; each matrix must have as many rows as the one before has columns.
fn dimensions(text: &str) -> Result<Vec<u64>, Doubt> {
    let mut found: Vec<u64> = Vec::new();
    for (place, line) in (1..).zip(text.lines()) {
        let size = line
            .strip_prefix(&format!("A{place}: "))
            .and_then(|size| size.split_once(" × "));
        let Some((rows, columns)) = size else {
            return Err(Doubt::new(format!("`{line}` is no matrix")));
        };
        let (rows, columns) = (number(rows)?, number(columns)?);
        ensure!(
            (1..100_000).contains(&rows) && (1..100_000).contains(&columns),
            "`{line}` is out of range"
        );
        match found.last() {
            Some(&before) => ensure!(before == rows, "A{place} does not fit the one before"),
            None => found.push(rows),
        }
        found.push(columns);
    }
    ensure!(found.len() > 1, "there are no matrices");
    Ok(found)
}

/// Multiplies any two neighbours first, in every order.
fn every_order(dimensions: &[u64]) -> u64 {
    (1..dimensions.len() - 1)
        .map(|inner| {
            let cost = dimensions[inner - 1] * dimensions[inner] * dimensions[inner + 1];
            let mut rest = dimensions.to_vec();
            rest.remove(inner);
            cost + every_order(&rest)
        })
        .min()
        .unwrap_or(0)
}

/// The cost of the stretch between two dimensions, by the place of its last product.
fn top_down(dimensions: &[u64], start: usize, end: usize, seen: &mut [Option<u64>]) -> u64 {
    if end - start < 2 {
        return 0;
    }
    let place = start * dimensions.len() + end;
    if let Some(known) = seen[place] {
        return known;
    }
    let ends = dimensions[start] * dimensions[end];
    let cost = (start + 1..end)
        .rev()
        .map(|cut| {
            let right = top_down(dimensions, cut, end, seen);
            right + top_down(dimensions, start, cut, seen) + ends * dimensions[cut]
        })
        .min()
        .unwrap_or(0);
    seen[place] = Some(cost);
    cost
}
