//! `beyondbench.medium.complex_pattern`: the hidden numbers of each kind of rule by solving for them
//! over all integers, and then the whole rule against every shown term. Where a number is solved
//! for by a division, it is the only one; so the rule found is the only rule of its kind.

use num_bigint::BigInt;

use super::terms::{self, Disguised, Known, continued, polynomial, quotient, told};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.complex_pattern",
    method: "solving for the hidden numbers",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let shown = &terms::terms(question, 8)?;
    let one = match question.variation {
        "nested_arithmetic_geometric" => nested(shown),
        "polynomial_quadratic" => polynomial(shown, 2),
        "polynomial_cubic" => polynomial(shown, 3),
        "interleaved_sequences" => interleaved(shown),
        "conditional_pattern" => conditional(shown),
        "multi_recursive" => recursive(shown),
        "pattern_transformation" => {
            let turn = told(question, "turn", 2..=shown.len() as i64 - 2)? as usize;
            ensure!(
                polynomial(&shown[..turn], 1).is_some(),
                "no line comes first"
            );
            transformed(shown, turn)
        }
        "modular_arithmetic" => {
            let modulus = told(question, "modulus", 2..=100_000_000)?;
            let largest = told(question, "largest", 2..=100)?;
            return terms::confirm_only(question, modular(shown, modulus, largest)?);
        }
        "alternating_operations" => operations(shown),
        "layered_differences" => {
            let all = (2..=4).filter_map(|degree| polynomial(shown, degree));
            return terms::confirm_only(question, all);
        }
        "position_dependent" => parts(shown),
        "spiral_pattern" => spiral(shown, told(question, "start", 0..=10_000)?),
        other => return Err(Doubt::new(format!("{other} is no variation"))),
    };
    terms::confirm_only(question, one)
}

/// The whole quotient, if it can be a hidden multiplier.
fn ratio(dividend: &BigInt, divisor: &BigInt) -> Option<BigInt> {
    quotient(dividend, divisor).filter(|ratio| *ratio >= BigInt::from(2))
}

/// `(s + i d) m^(i mod 3)`: the first and the fourth term have no power.
fn nested(shown: &[BigInt]) -> Option<BigInt> {
    let step = quotient(&(&shown[3] - &shown[0]), &BigInt::from(3))?;
    let ratio = ratio(&shown[1], &(&shown[0] + &step))?;
    continued(shown, 0, |_, place| {
        (&shown[0] + &step * place) * ratio.pow((place % 3) as u32)
    })
}

/// Odd and even places by the step and the ratio of their first two.
fn interleaved(shown: &[BigInt]) -> Option<BigInt> {
    let step = &shown[2] - &shown[0];
    let ratio = quotient(&shown[3], &shown[1])?;
    continued(shown, 2, |before, place| match place % 2 {
        0 => &before[place - 2] + &step,
        _ => &before[place - 2] * &ratio,
    })
}

/// The fourth term tells what is added, and the fifth what is multiplied by.
fn conditional(shown: &[BigInt]) -> Option<BigInt> {
    let more = &shown[3] - &shown[2] * 2 + &shown[1];
    let ratio = ratio(&shown[4], &shown[3])?;
    continued(shown, 3, |before, place| match place % 2 {
        0 => &before[place - 1] * &ratio,
        _ => &before[place - 1] * 2 - &before[place - 2] + &more,
    })
}

/// Three coefficients by Cramer's rule from the first three equations. If these depended on each
/// other, so would all later ones, since each follows from those before.
fn recursive(shown: &[BigInt]) -> Option<BigInt> {
    let row = |first: usize| [&shown[first + 2], &shown[first + 1], &shown[first]];
    let rows = [row(0), row(1), row(2)];
    let rights = [&shown[3], &shown[4], &shown[5]];
    let whole = determinant(rows);
    let mut rule = Vec::new();
    for column in 0..3 {
        let mut replaced = rows;
        for (row, right) in replaced.iter_mut().zip(rights) {
            row[column] = right;
        }
        rule.push(quotient(&determinant(replaced), &whole)?);
    }
    continued(shown, 3, |before, place| {
        let back = before[..place].iter().rev();
        back.zip(&rule)
            .map(|(term, coefficient)| term * coefficient)
            .sum()
    })
}

fn determinant([a, b, c]: [[&BigInt; 3]; 3]) -> BigInt {
    let minor = |i: usize, j: usize| b[i] * c[j] - b[j] * c[i];
    a[0] * minor(1, 2) - a[1] * minor(0, 2) + a[2] * minor(0, 1)
}

/// Differences after the turn are multiplied too, and what is added drops out of them.
fn transformed(shown: &[BigInt], turn: usize) -> Option<BigInt> {
    let step = |place: usize| &shown[place] - &shown[place - 1];
    let ratio = ratio(&step(turn + 1), &step(turn))?;
    let more = &shown[turn] - &shown[turn - 1] * &ratio;
    continued(shown, turn, |before, place| {
        &before[place - 1] * &ratio + &more
    })
}

/// Every base, each power by itself.
fn modular(shown: &[BigInt], modulus: i64, largest: i64) -> Result<Vec<BigInt>, Doubt> {
    let disguised = Disguised::new(shown)?;
    let modulus = i128::from(modulus);
    let power = |base: i64, exponent: usize| {
        (0..exponent).fold(1, |power, _| power * i128::from(base) % modulus)
    };
    let value = |base, n: usize| (power(base, n) + (n * n) as i128) % modulus;
    let known = |base| Known::new((1..=shown.len() + 1).map(move |n| value(base, n)));
    let found = (2..=largest).filter_map(|base| disguised.continued(&known(base), 0));
    Ok(found.collect())
}

/// The first three steps tell the three numbers.
fn operations(shown: &[BigInt]) -> Option<BigInt> {
    let ratio = ratio(&shown[1], &shown[0])?;
    let square = quotient(&(&shown[2] - &shown[1]), &BigInt::from(4))?;
    let line = quotient(&(&shown[3] - &shown[2]), &BigInt::from(3))?;
    continued(shown, 1, |before, place| {
        let last = &before[place - 1];
        match place % 3 {
            0 => last + &line * place,
            1 => last * &ratio,
            _ => last + &square * (place * place),
        }
    })
}

/// Each part by the slope between its first two points, over n or its square.
fn parts(shown: &[BigInt]) -> Option<BigInt> {
    let along = |place: usize| {
        let n = place + 1;
        BigInt::from(if place % 3 == 1 { n * n } else { n })
    };
    let slope = |part: usize| {
        let (rise, run) = (
            &shown[part + 3] - &shown[part],
            along(part + 3) - along(part),
        );
        quotient(&rise, &run)
    };
    let slopes = [slope(0)?, slope(1)?, slope(2)?];
    continued(shown, 0, |_, place| {
        let part = place % 3;
        &shown[part] + &slopes[part] * (along(place) - along(part))
    })
}

/// The ring and the place within it by walking the spiral; neighbours within a ring and across two
/// tell the two factors.
fn spiral(shown: &[BigInt], start: i64) -> Option<BigInt> {
    let walk: Vec<(i64, i64)> = (0..)
        .flat_map(|ring| (0..=2 * ring).map(move |within| (ring, within)))
        .skip(start as usize)
        .take(shown.len() + 1)
        .collect();
    let mut neighbours = 1..shown.len();
    let inside = neighbours
        .clone()
        .find(|place| walk[*place].0 == walk[place - 1].0)?;
    let across = neighbours.find(|place| walk[*place].0 != walk[place - 1].0)?;
    let along = &shown[inside] - &shown[inside - 1];
    let (outwards, before) = (&shown[across] - &shown[across - 1], walk[across - 1].1);
    let outwards = outwards + &along * before;
    let bare = |place: usize| &outwards * walk[place].0 + &along * walk[place].1;
    let rest = &shown[0] - bare(0);
    continued(shown, 0, |_, place| bare(place) + &rest)
}
