//! `mba.simplify`: an expression equal to a large one, and as small as asked.
//!
//! Hard about it: the large expression is a small one in disguise, and its parts cancel only in
//! the right basis. Any expression equal to it and no larger than asked is right; the size asked for
//! is that of the small expression it was made from, with `slack` nodes to spare. One that is equal
//! but larger is wrong, and has a score.
//!
//! That the two are equal is proved by corners or normal forms when the check is made; whether an
//! answer is, is decided for each answer, by SAT where need be.
//!
//! Space: coefficients of the `terms` random terms and the two of the small expression, and the
//! letters that name the variables. With coefficients from -99 to 99 and four terms these are 3·10^15
//! already, not counting which functions they stand before; of products, functions are counted too.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{Asked, FillingCheck};
use tribunal_verifiers::mba::{Cost, Expression, Notation, print};

use super::draw::{
    COEFFICIENTS, Coefficients, Draw, FUNCTION_COUNT, LAYERS, LETTER_COUNT, TERMS, VARIABLES,
    WIDTH, listed,
};
use super::kind::{Kind, LINEAR, NESTED, POLYNOMIAL};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, binomial, power};
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "mba.simplify",
    version: 1,
    summary: "an expression equal to a large one, and no larger than asked",
    variations: &[LINEAR, POLYNOMIAL, NESTED],
    params: &[
        WIDTH,
        VARIABLES,
        TERMS,
        LAYERS,
        COEFFICIENTS,
        Param::int(
            "slack",
            "how many nodes more than the known small expression an answer may have",
            (0, 20),
            2,
        ),
    ],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let kind = Kind::of(order.variation)?;
    let mut draw = Draw::new(order, Coefficients::of(order), stream);
    let names = draw.names()?;
    let (given, goal) = draw.blown_up(kind);
    let size = Cost::of(&goal).nodes + order.params.size("slack");
    let vars = Vars::new()
        .with("width", i64::from(draw.width))
        .with("variables", listed(&names))
        .with("expression", print(&given, &names, Notation::C))
        .with("nodes", Cost::of(&given).nodes as i64)
        .with("largest", size as i64);
    let unknown = Expression::variable(names.len());
    let asked = Asked {
        largest: size,
        constant: false,
    };
    let check = FillingCheck::new(draw.width, names, given, unknown, goal, asked)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(Draft::new(vars, Check::Filling(check)))
}

fn space(order: Order<'_>) -> Space {
    let count = Coefficients::of(order).count(order.params.int("width") as u32);
    let terms = order.params.size("terms");
    let drawn = match order.variation {
        "linear" => power(count, 2 + terms),
        // Of the product, of what splits it, of the rest, and the constant.
        "polynomial" => power(count, 4) * power(FUNCTION_COUNT, 4),
        // Of the small expression, of the random terms, and of an affine word, two of them odd.
        _ => power(count, 3 + terms.div_ceil(2)) * power(count / 2, 2),
    };
    let names = binomial(LETTER_COUNT, order.params.size("variables"));
    let space = Space::at_least(drawn * names);
    if space.is_ample() {
        space
    } else {
        space
            .because("few coefficients are to be drawn from; most of the functions are not counted")
    }
}
