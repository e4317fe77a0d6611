//! `beyondbench.medium.matrix_operations`: the product, the determinant or the inverse of 2×2
//! matrices.
//!
//! Hard about it: keeping rows and columns apart, and signs. The question has one answer by
//! definition. The published inverse is a matrix of floats; here a matrix to be inverted has
//! determinant 1 or -1, so that its inverse is made of integers too. The answer is a list of the
//! entries, row by row, and of a determinant a number.
//!
//! At the default difficulty entries reach from -99 to 99: 199^8, more than 10^18 products. The
//! matrices with an inverse have longer entries, since there are fewer of them. The key is proved
//! by multiplying matrix and inverse, by the columns of the product, and by eliminating.

use num_integer::Integer as _;
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{IntegerCheck, ListCheck, Order as ListOrder};

use super::sequence::nonzero;
use super::{DIFFICULTY, VARIATIONS};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::{self, Space};
use crate::task::{GenerateError, Order, Task};
use crate::vars::{Var, Vars};

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.matrix_operations",
    version: 1,
    summary: "the product, the determinant or the inverse of 2×2 matrices of integers",
    variations: VARIATIONS,
    params: &[DIFFICULTY],
    generate,
    space,
};

/// The entries, row by row.
type Matrix = [i64; 4];

/// The products and the determinants.
fn space(order: Order<'_>) -> Space {
    let most = 33 * order.params.int("difficulty") as u64;
    Space::at_least(space::power(2 * most + 1, 8) + space::power(2 * most * most + 1, 4))
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let level = order.params.int("difficulty");
    let most = 33 * level;
    let (asked, matrices, check) = match stream.below(3) {
        0 => {
            let [one, other] = [(); 2].map(|()| [(); 4].map(|()| stream.range(-most, most)));
            ("product", vec![one, other], list(product(one, other)))
        }
        1 => {
            let matrix = [(); 4].map(|()| stream.range(-most * most, most * most));
            let expected = determinant(matrix).into();
            (
                "determinant",
                vec![matrix],
                Check::Integer(IntegerCheck { expected }),
            )
        }
        _ => {
            let matrix = unimodular(most * most, stream);
            ("inverse", vec![matrix], list(inverse(matrix)))
        }
    };
    let mut vars = Vars::new().with("asked", asked);
    for (name, [a, b, c, d]) in ["a", "b"].into_iter().zip(matrices) {
        let rows = vec![Var::Ints(vec![a, b]), Var::Ints(vec![c, d])];
        vars = vars.with(name, Var::List(rows));
    }
    Ok(Draft::new(vars, check))
}

fn list(entries: Matrix) -> Check {
    Check::List(ListCheck {
        expected: entries.to_vec(),
        order: ListOrder::Exact,
    })
}

fn product([a, b, c, d]: Matrix, [e, f, g, h]: Matrix) -> Matrix {
    [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h]
}

fn determinant([a, b, c, d]: Matrix) -> i64 {
    a * d - b * c
}

/// The inverse of a matrix whose determinant is 1 or -1.
fn inverse(matrix: Matrix) -> Matrix {
    let [a, b, c, d] = matrix;
    [d, -b, -c, a].map(|entry| entry * determinant(matrix))
}

/// A matrix with determinant 1 or -1: a first row without common divisor, and a second row from
/// Bézout's identity, which stays one when multiples of the first are added to it.
fn unimodular(most: i64, stream: &mut Stream) -> Matrix {
    let (mut a, mut b) = (nonzero(stream, most), nonzero(stream, most));
    let common = a.gcd(&b);
    (a, b) = (a / common, b / common);
    let bezout = a.extended_gcd(&b);
    let sign = bezout.gcd * if stream.chance(1, 2) { 1 } else { -1 };
    let multiple = stream.range(-1, 1);
    let (c, d) = (multiple * a - bezout.y, multiple * b + bezout.x);
    [a, b, sign * c, sign * d]
}

#[cfg(test)]
mod tests {
    use tribunal_verifiers::Check;

    use super::super::testing;

    fn entries(check: &Check) -> Vec<i64> {
        match check {
            Check::List(key) => key.expected.clone(),
            other => panic!("not a list: {other:?}"),
        }
    }

    /// Entry (i, j) of the product of two matrices given row by row.
    fn entry(one: &[i64], other: &[i64], i: usize, j: usize) -> i64 {
        (0..2).map(|k| one[2 * i + k] * other[2 * k + j]).sum()
    }

    #[test]
    fn key_is_confirmed() {
        testing::confirm_with(&super::TASK, "default", |question, check| {
            let a = question.rows("a");
            let places = [(0, 0), (0, 1), (1, 0), (1, 1)];
            match question.text("asked") {
                "product" => {
                    let b = question.rows("b");
                    assert_eq!(entries(check), places.map(|(i, j)| entry(&a, &b, i, j)));
                }
                "inverse" => {
                    let key = entries(check);
                    assert_eq!(places.map(|(i, j)| entry(&a, &key, i, j)), [1, 0, 0, 1]);
                }
                _ => {
                    let Check::Integer(key) = check else {
                        panic!("not an integer: {check:?}")
                    };
                    // Euclid's steps on the first column leave a triangle and keep the value, up
                    // to the sign of each exchange.
                    let (mut top, mut low, mut sign) = ((a[0], a[1]), (a[2], a[3]), 1);
                    while low.0 != 0 {
                        let times = top.0 / low.0;
                        (top, low) = (low, (top.0 - times * low.0, top.1 - times * low.1));
                        sign = -sign;
                    }
                    assert_eq!(key.expected, (sign * top.0 * low.1).into());
                }
            }
        });
    }
}
