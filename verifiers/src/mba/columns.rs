//! Sums of products of semi-linear expressions, decided on inputs with few columns.
//!
//! This is the corner theorem (see [`super::linear`]) for degree d. Let E be a sum of products of at
//! most d semi-linear factors. Multiplying out, E(x) is a sum of terms, each of which depends on the
//! columns of at most d places and bears the factor 2^(sum of these places). Sorted by places,
//!
//! > E(x) = Σ_S A_S(c_S)  (mod 2^n)
//!
//! over sets S of at most d places, where A_S is zero as soon as one of its columns is (inclusion
//! and exclusion make this form unique), and A_S is divisible by 2^(Σ S): a term that touches more
//! places than S has a larger factor still. So A_S vanishes where Σ S ≥ n. At the input that has the
//! columns c_S at the places S and is zero elsewhere, E is the sum of A_R over the subsets R of S; by
//! induction on the size of S, if E vanishes at all inputs with at most d places that sum up to less
//! than n, every A_S is zero, and with them E.
//!
//! Exact, with a counterexample, at one width, and a second method beside the normal form; for 32
//! bits, two variables and degree 2 it takes 2,560 inputs.

use super::expression::{Expression, Node};
use super::linear::{Form, form};

/// The degree of `expression` as a sum of products of semi-linear expressions, by its looks; `None`
/// where arithmetic stands below a bitwise operator, or above degree 16.
pub fn degree(expression: &Expression, width: u32) -> Option<u32> {
    if form(expression, width) != Form::Other {
        return Some(1);
    }
    // A semi-linear part is one factor, whatever it is made of.
    let starts = expression.starts();
    let mut stack: Vec<(u32, bool)> = Vec::new();
    for (at, &node) in expression.nodes().iter().enumerate() {
        let found = match node {
            Node::Variable(_) => (1, true),
            Node::Constant(_) => (0, true),
            _ => {
                let right = stack.pop()?;
                let left = if node.arity() == 2 {
                    stack.pop()?
                } else {
                    (0, true)
                };
                let high = left.0.max(right.0);
                match node {
                    Node::Not | Node::Neg | Node::Shl(_) | Node::Add | Node::Sub => (high, true),
                    Node::Mul => (left.0 + right.0, true),
                    // Only a bitwise part of a bitwise expression is well below it.
                    _ if form(&expression.part(&starts, at), width) <= Form::Bitwise => (1, true),
                    _ => return None,
                }
            }
        };
        if found.0 > 16 {
            return None;
        }
        stack.push(found);
    }
    stack.pop().map(|(degree, _)| degree.max(1))
}

/// How many inputs decide.
pub fn inputs(degree: u32, width: u32, variables: usize) -> u64 {
    // Sets of at most `degree` places by their size and sum.
    let width = width as usize;
    let mut sets = vec![vec![0u64; width]; degree as usize + 1];
    sets[0][0] = 1;
    for place in 0..width {
        for size in (1..=degree as usize).rev() {
            for sum in (place..width).rev() {
                sets[size][sum] = sets[size][sum].saturating_add(sets[size - 1][sum - place]);
            }
        }
    }
    let columns = (1u64 << variables) - 1;
    let count = |(size, sums): (usize, &Vec<u64>)| {
        let sets = sums.iter().fold(0, |all: u64, &n| all.saturating_add(n));
        sets.saturating_mul(columns.saturating_pow(size as u32))
    };
    sets.iter()
        .enumerate()
        .map(count)
        .fold(0, u64::saturating_add)
}

/// Whether `difference` is zero for all words of `width` bits, or where it is not; `None` when it is
/// no sum of products, or more than `limit` node evaluations would be needed.
pub fn vanishes(
    difference: &Expression,
    width: u32,
    variables: usize,
    limit: u64,
) -> Option<Result<(), Vec<u64>>> {
    let degree = degree(difference, width)?;
    let work = inputs(degree, width, variables).saturating_mul(difference.nodes().len() as u64);
    if work > limit {
        return None;
    }
    let mut stack = Vec::with_capacity(16);
    let mut words = vec![0u64; variables];
    // The columns in use, from the lowest place on.
    let mut used: Vec<(u32, u32)> = Vec::new();
    let last = (1u32 << variables) - 1;
    loop {
        words.fill(0);
        for &(place, column) in &used {
            for (index, word) in words.iter_mut().enumerate() {
                *word |= u64::from(column >> index & 1) << place;
            }
        }
        if difference.evaluate_on(&mut stack, width, &words) != 0 {
            return Some(Err(words));
        }
        if !advance(&mut used, width, degree as usize, last) {
            return Some(Ok(()));
        }
    }
}

/// The next set of places with their columns: one more place if there is room, else the next
/// column, else the next place, else one place less.
fn advance(used: &mut Vec<(u32, u32)>, width: u32, degree: usize, last: u32) -> bool {
    let next = used.last().map_or(0, |&(place, _)| place + 1);
    let sum: u32 = used.iter().map(|&(place, _)| place).sum();
    if used.len() < degree && next < width && sum + next < width {
        used.push((next, 1));
        return true;
    }
    while let Some((place, column)) = used.pop() {
        if column < last {
            used.push((place, column + 1));
            return true;
        }
        let others: u32 = used.iter().map(|&(place, _)| place).sum();
        if place + 1 < width && others + place + 1 < width {
            used.push((place + 1, 1));
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::expression::Variables;
    use super::super::parser::parse;
    use super::*;

    fn read(text: &str) -> Expression {
        let variables = Variables::new(["x", "y"]).expect("names");
        parse(text, &variables, None).expect(text)
    }

    #[test]
    fn degrees() {
        for (text, wanted) in [
            ("3 * (x & y) + 7", Some(1)),
            ("x * y + x", Some(2)),
            ("(x & y) * (x | 3) * (x + y) - 5", Some(3)),
            ("(x * y) & x", None),
            ("x * (y + (x & 7))", Some(2)),
        ] {
            assert_eq!(degree(&read(text), 8), wanted, "{text}");
        }
    }

    #[test]
    fn products_are_decided() {
        let zero = read("x*y - (x & y)*(x | y) - (x & ~y)*(~x & y)");
        assert_eq!(vanishes(&zero, 16, 2, u64::MAX), Some(Ok(())));
        let other = read("x*y - (x & y)*(x | y) - (x & ~y)*(x | y)");
        let at = vanishes(&other, 16, 2, u64::MAX)
            .expect("a product")
            .expect_err("not zero");
        assert_ne!(other.evaluate(16, &at), 0);
        // Vanishes for every x modulo 2^8, but not modulo 2^9.
        let null = read("128 * x * (x + 1)");
        assert_eq!(vanishes(&null, 8, 2, u64::MAX), Some(Ok(())));
        assert!(vanishes(&null, 9, 2, u64::MAX).is_some_and(|found| found.is_err()));
        assert_eq!(vanishes(&zero, 16, 2, 1_000), None);
    }

    #[test]
    fn the_inputs_are_counted() {
        for (degree, width, variables) in [(1, 8, 2), (2, 8, 2), (3, 6, 1), (2, 1, 3), (16, 4, 1)] {
            let mut used = Vec::new();
            let mut count = 1;
            while advance(&mut used, width, degree as usize, (1 << variables) - 1) {
                count += 1;
            }
            assert_eq!(
                inputs(degree, width, variables),
                count,
                "{degree} {width} {variables}"
            );
        }
    }
}
