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
