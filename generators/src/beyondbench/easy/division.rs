//! `beyondbench.easy.division`: one number divided by another.
//!
//! Hard about it: long division to the place where rounding decides. The prompt states the number
//! of places; the exact fraction is right too. The key is proved by multiplying back.

use super::{HIGH, LOW, PLACES, VARIATIONS, count, draw, fraction};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.division",
    version: 1,
    summary: "the quotient of two integers, exact or rounded",
    variations: VARIATIONS,
    params: &[LOW, HIGH, PLACES],
    generate,
    space,
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

fn space(order: Order<'_>) -> Space {
    let pool = count::pool(order.params);
    let (low, high) = (order.params.int("low"), order.params.int("high"));
    let zero = u64::from(low <= 0 && 0 <= high);
    count::pairs(pool, pool.saturating_sub(zero))
}

#[cfg(test)]
mod tests {
    use crate::ParamValue;
    use crate::task::Generator;

    #[test]
    fn nothing_is_divided_by_zero() {
        let zero = ["low", "high"].map(|name| (name, ParamValue::Int(0)));
        let error = Generator::new(&super::TASK, None, zero, "42").expect_err("only 0");
        assert!(error.to_string().contains("only 0"), "{error}");
    }
}
