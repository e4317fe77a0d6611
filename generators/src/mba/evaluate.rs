//! `mba.evaluate`: the value of an expression at given words.
//!
//! Hard about it: long exact arithmetic modulo 2^n between operators that want the bits.
//!
//! The key is one pass over the expression; the second proof reads the prompt with a parser of its own
//! and computes with integers of any size, bit by bit.
//!
//! Space: the words alone are 2^(n·variables), more than 4·10^9 at the default, and there is a
//! coefficient for each of the random terms.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::WordCheck;
use tribunal_verifiers::mba::{Notation, print};

use super::draw::{
    COEFFICIENTS, Coefficients, Draw, LAYERS, LETTER_COUNT, TERMS, VARIABLES, WIDTH, listed,
};
use super::kind::{Kind, LINEAR, NESTED, POLYNOMIAL};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::{Space, binomial, power};
use crate::task::{GenerateError, Order, Task};
use crate::vars::{Var, Vars};

pub(super) const TASK: Task = Task {
    name: "mba.evaluate",
    version: 1,
    summary: "the value of an expression at given words",
    variations: &[LINEAR, POLYNOMIAL, NESTED],
    params: &[WIDTH, VARIABLES, TERMS, LAYERS, COEFFICIENTS],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let kind = Kind::of(order.variation)?;
    let mut draw = Draw::new(order, Coefficients::of(order), stream);
    let names = draw.names()?;
    let expression = draw.identity(kind).1;
    let words: Vec<u64> = (0..names.len()).map(|_| draw.word()).collect();
    // Words of 64 bits don't fit the numbers of a prompt, which are signed.
    let spelled: Vec<Var> = words.iter().map(|word| word.to_string().into()).collect();
    let vars = Vars::new()
        .with("width", i64::from(draw.width))
        .with("variables", listed(&names))
        .with("words", Var::List(spelled))
        .with("expression", print(&expression, &names, Notation::C));
    let value = expression.evaluate(draw.width, &words);
    let check =
        WordCheck::new(draw.width, value).map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(Draft::new(vars, Check::Word(check)))
}

fn space(order: Order<'_>) -> Space {
    let width = order.params.int("width") as u32;
    let variables = order.params.size("variables");
    let words = power(2, width as usize * variables);
    let drawn = match order.variation {
        "linear" => order.params.size("terms"),
        "polynomial" => 4,
        _ => 3 + order.params.size("terms").div_ceil(2),
    };
    let coefficients = power(Coefficients::of(order).count(width), drawn);
    let space = Space::at_least(words * coefficients * binomial(LETTER_COUNT, variables));
    if space.is_ample() {
        space
    } else {
        space.because(
            "only words, coefficients and letters are counted, and not the functions drawn",
        )
    }
}
