//! `mba.equivalence`: whether two expressions are equal for all words, with a counterexample if not.
//!
//! Hard about it: pairs look alike whether they are equal or not, and different ones differ on few
//! inputs (see the module `twin`), so that trying words finds nothing and "not equivalent" must be
//! backed by words that are worked out. One half of the items is equivalent; the constant answer
//! "equivalent" scores that half, and no other constant answer as much.
//!
//! An equivalent pair is proved by corners or normal forms when its check is made; a counterexample is
//! evaluated. The second proof reads the two sides from the prompt by a parser of its own.
//!
//! Space: a linear side holds at the least `terms` coefficients that are any words, so that there are
//! more than (2^n - 1)^terms, which is 10^19 at the default 16 bits and 4 terms; polynomial and nested
//! pairs hold at least five, and are counted as (2^n - 1)^4 as well, with the letters that name the
//! variables.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::EquivalenceCheck;
use tribunal_verifiers::mba::{Notation, mask, print};

use super::draw::{Coefficients, Draw, LAYERS, LETTER_COUNT, TERMS, VARIABLES, WIDTH, listed};
use super::kind::{Kind, LINEAR, NESTED, POLYNOMIAL};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, binomial, power};
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "mba.equivalence",
    version: 1,
    summary: "whether two expressions over n-bit words are equal, with a counterexample if not",
    variations: &[LINEAR, POLYNOMIAL, NESTED],
    params: &[
        WIDTH,
        VARIABLES,
        TERMS,
        LAYERS,
        Param::int(
            "rarity",
            "different pairs differ on one input in 2^rarity, or as seldom as their kind allows",
            (1, 64),
            16,
        ),
    ],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let kind = Kind::of(order.variation)?;
    let mut draw = Draw::new(order, Coefficients::Wide, stream);
    let names = draw.names()?;
    let equal = draw.stream.chance(1, 2);
    let pair = draw.pair(kind, equal, order.params.size("rarity"));
    let [left, right] = [&pair.left, &pair.right].map(|side| print(side, &names, Notation::C));
    let vars = Vars::new()
        .with("width", i64::from(draw.width))
        .with("variables", listed(&names))
        .with("left", left)
        .with("right", right);
    let check = EquivalenceCheck::new(draw.width, names, pair.left, pair.right, pair.witness)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(Draft::new(vars, Check::Equivalence(check)))
}

fn space(order: Order<'_>) -> Space {
    let words = mask(order.params.int("width") as u32);
    let coefficients = match order.variation {
        "linear" => order.params.size("terms"),
        _ => 4,
    };
    let names = binomial(LETTER_COUNT, order.params.size("variables"));
    let space = Space::at_least(power(words, coefficients) * names);
    if space.is_ample() {
        space
    } else {
        space.because("short words have few coefficients; the choice of functions is not counted")
    }
}
