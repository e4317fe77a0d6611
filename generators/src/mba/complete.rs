//! `mba.complete`: what to put in place of `H`, so that two expressions are equal for all words.
//!
//! Hard about it: everything else must be brought into normal form before what is missing can be
//! read off. Where a coefficient is missing, any constant that fits is right; where a part is
//! missing, any expression no larger than asked, which is the size of the part that was taken out and
//! `slack` nodes to spare. The rest of the identity moved to one side would fit, and is far larger.
//!
//! That the part taken out fits is proved when the check is made; whether an answer does, is decided
//! for each answer. Holes that the constants 0, 1 and -1 or a variable would fill are not used where
//! another is found.
//!
//! Space: the coefficients of both sides, but for one that may be missing, the letters that name the
//! variables, and the functions of products: more than 10^15 at the default.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{Asked, FillingCheck, with_unknown};
use tribunal_verifiers::mba::{Cost, Equation, Expression, Node, Notation, print};

use super::draw::{
    COEFFICIENTS, Coefficients, Draw, FUNCTION_COUNT, LAYERS, LETTER_COUNT, TERMS, VARIABLES,
    WIDTH, listed,
};
use super::kind::Kind;
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, binomial, power};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "mba.complete",
    version: 1,
    summary: "the missing coefficient or part of an identity between expressions",
    variations: &[
        Variation {
            name: "linear_coefficient",
            summary: "a constant is missing from a linear identity",
        },
        Variation {
            name: "linear_part",
            summary: "a part is missing from a linear identity",
        },
        Variation {
            name: "polynomial_coefficient",
            summary: "a constant is missing from a polynomial identity",
        },
        Variation {
            name: "polynomial_part",
            summary: "a part is missing from a polynomial identity",
        },
        Variation {
            name: "nested_part",
            summary: "a part is missing from an identity with arithmetic below bitwise operators",
        },
    ],
    params: &[
        WIDTH,
        VARIABLES,
        TERMS,
        LAYERS,
        COEFFICIENTS,
        Param::int(
            "slack",
            "how many nodes more than the missing part an answer may have",
            (0, 20),
            2,
        ),
    ],
    generate,
    space,
};

/// How many holes are tried before one is taken that a simple answer fills.
const TRIES: usize = 24;

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let kind = Kind::of(order.variation)?;
    let constant = order.variation.ends_with("coefficient");
    let mut draw = Draw::new(order, Coefficients::of(order), stream);
    let names = draw.names()?;
    let (left, right) = draw.identity(kind);
    let mut hole = draw.hole(&right, constant);
    for _ in 0..TRIES {
        if !draw.filled_by_little(&left, &hole.0, constant) {
            break;
        }
        hole = draw.hole(&right, constant);
    }
    let (right, missing) = hole;
    let all = with_unknown(&names).map_err(|error| GenerateError::new(error.to_string()))?;
    let slack = if constant {
        0
    } else {
        order.params.size("slack")
    };
    let largest = Cost::of(&missing).nodes + slack;
    let vars = Vars::new()
        .with("width", i64::from(draw.width))
        .with("variables", listed(&names))
        .with("left", print(&left, &names, Notation::C))
        .with("right", print(&right, &all, Notation::C))
        .with("ask", if constant { "constant" } else { "expression" })
        .with("largest", largest as i64);
    let asked = Asked { largest, constant };
    let check = FillingCheck::new(draw.width, names, left, right, missing, asked)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(Draft::new(vars, Check::Filling(check)))
}

impl Draw<'_> {
    /// `side` with the unknown in place of one of its parts, and that part: a constant with its
    /// sign, or an expression of three to nine nodes other than the whole.
    fn hole(&mut self, side: &Expression, constant: bool) -> (Expression, Expression) {
        let starts = side.starts();
        let nodes = side.nodes();
        let sizes: [std::ops::RangeInclusive<usize>; 2] = [3..=9, 1..=64];
        let mut places: Vec<usize> = Vec::new();
        for sizes in sizes {
            places = (0..nodes.len() - 1)
                .filter(|&at| match nodes[at] {
                    Node::Constant(_) => constant,
                    _ => !constant && sizes.contains(&(at + 1 - starts[at] as usize)),
                })
                .collect();
            if !places.is_empty() {
                break;
            }
        }
        // Without any constant there is a last one, which is 0.
        if places.is_empty() {
            let unknown = Expression::variable(self.variables);
            return (
                side.clone().binary(Node::Add, &unknown),
                Expression::constant(0),
            );
        }
        let mut end = *self.stream.choose(&places);
        if constant && nodes.get(end + 1) == Some(&Node::Neg) {
            end += 1;
        }
        let start = starts[end] as usize;
        let mut code = nodes[..start].to_vec();
        code.push(Node::Variable(self.variables as u8));
        code.extend_from_slice(&nodes[end + 1..]);
        let Some(holed) = Expression::from_nodes(code) else {
            unreachable!("a part is exchanged for a variable")
        };
        (holed, side.part(&starts, end))
    }

    /// Whether a variable or a small constant in place of the unknown survives a trial.
    fn filled_by_little(&self, left: &Expression, holed: &Expression, constant: bool) -> bool {
        let constants = [
            Expression::constant(0),
            Expression::constant(1),
            Expression::constant(1).neg(),
        ];
        let variables = (0..if constant { 0 } else { self.variables }).map(Expression::variable);
        constants.into_iter().chain(variables).any(|little| {
            let right = &holed.substitute(self.variables, &little);
            let equation = Equation {
                left,
                right,
                width: self.width,
                variables: self.variables,
            };
            equation.trial().is_none()
        })
    }
}

fn space(order: Order<'_>) -> Space {
    let count = Coefficients::of(order).count(order.params.int("width") as u32);
    let terms = order.params.size("terms");
    let drawn = match Kind::of(order.variation) {
        Ok(Kind::Linear) => power(count, 2 * terms - 1),
        Ok(Kind::Polynomial) => power(count, 4) * power(FUNCTION_COUNT, 3),
        _ => power(count, 2 + 2 * terms.div_ceil(2)),
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
