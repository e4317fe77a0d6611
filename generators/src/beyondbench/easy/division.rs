//! `beyondbench.easy.division`: one number divided by another.
//!
//! Hard about it: long division to the place where rounding decides. The prompt states the number
//! of places; the exact fraction is right too. The key is proved by multiplying back.

use super::{HIGH, LOW, PLACES, VARIATIONS, draw, fraction};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.division",
    version: 1,
    summary: "the quotient of two integers, exact or rounded",
    variations: VARIATIONS,
    params: &[LOW, HIGH, PLACES],
    generate,
    space: crate::space::uncounted,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let a = stream.range(low, high);
    let b = draw::nonzero(stream, low, high).ok_or_else(|| {
        GenerateError::new("the range holds only 0, by which nothing can be divided; widen it")
    })?;
    let places = order.params.int("places");
    Ok(Draft::new(
        Vars::new().with("a", a).with("b", b).with("places", places),
        fraction(a, b, Some(places as u32)),
    ))
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use num_integer::Integer as _;
    use tribunal_verifiers::Check;

    use super::super::testing;
    use crate::task::Generator;
    use crate::{ParamValue, Var};

    #[test]
    fn key_is_confirmed() {
        testing::confirm_with(&super::TASK, |vars, check| {
            let Check::Rational(key) = check else {
                panic!("not a fraction: {check:?}")
            };
            let (a, b) = testing::pair(vars);
            let (up, down) = (&key.numerator.0, &key.denominator.0);
            assert_eq!(up * BigInt::from(b), down * BigInt::from(a));
            assert!(down > &BigInt::from(0));
            assert_eq!(up.gcd(down), BigInt::from(1));
            let Some(Var::Int(places)) = vars.get("places") else {
                panic!("places are told")
            };
            assert_eq!(key.places.map(i64::from), Some(*places));
        });
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        let zero = ["low", "high"].map(|name| (name, ParamValue::Int(0)));
        let error = Generator::new(&super::TASK, None, zero, "42").expect_err("only 0");
        assert!(error.to_string().contains("only 0"), "{error}");
    }
}
