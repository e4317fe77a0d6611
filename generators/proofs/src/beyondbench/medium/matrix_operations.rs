//! `beyondbench.medium.matrix_operations`: products entry by entry, determinants by Euclid's steps
//! on the first column, and inverses by multiplying matrix and inverse.

use tribunal_generators::Var;
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::Order;

use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.matrix_operations",
    method: "multiplying back, and elimination",
    confirm,
};

/// The entries, row by row.
type Matrix = [i128; 4];

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let a = matrix(question, "a")?;
    match question.text("asked")? {
        "product" => {
            let (key, product) = (key(question)?, times(a, matrix(question, "b")?));
            ensure!(key == product, "the product is {product:?}, not {key:?}");
            Ok(())
        }
        "inverse" => {
            let product = times(a, key(question)?);
            ensure!(product == [1, 0, 0, 1], "matrix and key make {product:?}");
            Ok(())
        }
        "determinant" => question.is_integer(determinant(a)),
        other => Err(Doubt::new(format!("{other} is asked"))),
    }
}

/// The entries of the matrix `name`; they are too small for any product to overflow.
fn matrix(question: &Question<'_>, name: &str) -> Result<Matrix, Doubt> {
    let rows = question.list(name)?;
    let entries = rows.iter().filter_map(|row| match row {
        Var::Ints(row) if row.len() == 2 => Some(row),
        _ => None,
    });
    let entries: Vec<i128> = entries.flatten().map(|entry| i128::from(*entry)).collect();
    let matrix = Matrix::try_from(entries);
    matrix.map_err(|_| Doubt::new(format!("{name} is no matrix of two rows and columns")))
}

fn key(question: &Question<'_>) -> Result<Matrix, Doubt> {
    let entries = match question.check {
        Check::List(key) if key.order == Order::Exact => key.expected.as_slice(),
        _ => &[],
    };
    let entries: Vec<i128> = entries.iter().copied().map(i128::from).collect();
    Matrix::try_from(entries).map_err(|_| Doubt::new("the key is not a list of four entries"))
}

fn times(one: Matrix, other: Matrix) -> Matrix {
    let entry = |i: usize, j: usize| (0..2).map(|k| one[2 * i + k] * other[2 * k + j]).sum();
    [entry(0, 0), entry(0, 1), entry(1, 0), entry(1, 1)]
}

/// Euclid's steps on the first column leave a triangle and keep the value, up to the sign of each
/// exchange.
fn determinant(a: Matrix) -> i128 {
    let (mut top, mut low, mut sign) = ((a[0], a[1]), (a[2], a[3]), 1);
    while low.0 != 0 {
        let times = top.0 / low.0;
        (top, low) = (low, (top.0 - times * low.0, top.1 - times * low.1));
        sign = -sign;
    }
    sign * top.0 * low.1
}
