//! `beyondbench.hard.modular_systems`, by sieving: from the first number that fits one congruence
//! on, in steps of the moduli dealt with, to the first that fits the next. No inverse and no theorem
//! but that remainders repeat with the product of the moduli. What is prime is found by trial
//! division.

use super::answer::number;
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.modular_systems",
    method: "sieve and trial division",
    confirm,
};

/// How many solutions in a row may miss the condition; a prime is expected after a few dozen.
const PATIENCE: u64 = 100_000;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let mut system = Vec::new();
    for line in question.text("system")?.lines() {
        system.push(congruence(line)?);
    }
    // The largest first, which takes the fewest steps.
    system.sort_unstable_by_key(|&(_, _, modulus)| std::cmp::Reverse(modulus));
    let (mut x, mut period) = (0u64, 1u64);
    for &(factor, right, modulus) in &system {
        ensure!(
            modulus > 1 && modulus < 100 && !period.is_multiple_of(modulus),
            "the modulus {modulus} stands twice or is out of range"
        );
        let fits = (0..modulus)
            .map(|step| x + step * period)
            .find(|x| factor * (x % modulus) % modulus == right);
        let Some(found) = fits else {
            return Err(Doubt::new(format!("nothing fits modulo {modulus}")));
        };
        ensure!(
            (1..modulus).all(|other| factor * other % modulus != 0),
            "more than one remainder fits modulo {modulus}"
        );
        x = found;
        period = period
            .checked_mul(modulus)
            .ok_or_else(|| Doubt::new("the moduli are too many"))?;
    }
    if x == 0 {
        x = period;
    }
    let conditions = conditions(question.text("condition")?)?;
    // Every solution, from the least positive one on.
    for _ in 0..PATIENCE {
        if conditions.iter().all(|condition| condition.holds(x)) {
            return question.is_integer(x);
        }
        let Some(next) = x.checked_add(period) else {
            break;
        };
        x = next;
    }
    Err(Doubt::new("no solution meets the condition"))
}

/// `3·x ≡ 4 (mod 7)` as (3, 4, 7).
fn congruence(line: &str) -> Result<(u64, u64, u64), Doubt> {
    let parts = line.split_once(" ≡ ").and_then(|(left, rest)| {
        let (right, modulus) = rest.split_once(" (mod ")?;
        Some((left.strip_suffix('x')?, right, modulus.strip_suffix(')')?))
    });
    let Some((factor, right, modulus)) = parts else {
        return Err(Doubt::new(format!("`{line}` is no congruence")));
    };
    let factor = match factor.strip_suffix('·') {
        Some(factor) => number(factor)?,
        None if factor.is_empty() => 1,
        None => return Err(Doubt::new(format!("`{factor}` is no factor"))),
    };
    let (right, modulus): (u64, u64) = (number(right)?, number(modulus)?);
    ensure!(factor < 100 && right < modulus, "`{line}` is out of range");
    Ok((factor, right, modulus))
}

enum Condition {
    Prime,
    Divisible(u64),
    Above(u64),
    Below(u64),
}

impl Condition {
    fn holds(&self, x: u64) -> bool {
        match *self {
            Self::Prime => is_prime(x),
            Self::Divisible(divisor) => x.is_multiple_of(divisor),
            Self::Above(low) => x > low,
            Self::Below(high) => x < high,
        }
    }
}

/// The conditions of a sentence, read from its words; bounds first, since they are cheap.
fn conditions(text: &str) -> Result<Vec<Condition>, Doubt> {
    let mut found = Vec::new();
    for part in text.split(", and ").filter(|part| !part.is_empty()) {
        let words: Vec<&str> = part.split(' ').collect();
        match words[..] {
            ["x", "is", "a", "prime", "number"] => found.push(Condition::Prime),
            ["x", "is", "divisible", "by", divisor] => {
                let divisor = number(divisor)?;
                ensure!(divisor > 0, "nothing is divisible by 0");
                found.push(Condition::Divisible(divisor));
            }
            ["x", ">", low] => found.push(Condition::Above(number(low)?)),
            [low, "<", "x", "<", high] => {
                found.push(Condition::Above(number(low)?));
                found.push(Condition::Below(number(high)?));
            }
            _ => return Err(Doubt::new(format!("`{part}` is no condition"))),
        }
    }
    Ok(found)
}

/// By trial division: by 2 and 3, then by the numbers one beside a multiple of six.
fn is_prime(n: u64) -> bool {
    if n < 4 {
        return n > 1;
    }
    if n.is_multiple_of(2) || n.is_multiple_of(3) {
        return false;
    }
    (5..=n.isqrt())
        .step_by(6)
        .all(|divisor| !n.is_multiple_of(divisor) && !n.is_multiple_of(divisor + 2))
}
