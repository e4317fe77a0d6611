//! `beyondbench.medium.logical_operations`: the value of a formula under an assignment.
//!
//! Asked: whether a formula of AND, OR, XOR and NOT over three to five variables with given values
//! is true. Hard about it: keeping nested brackets apart, and XOR. The question has one value by
//! definition. Both values are asked for equally often: a formula that does not have the value drawn
//! before is negated as a whole. At the default difficulty 16 places for variables and 15 operators
//! make 3^31, more than 6 * 10^14 formulas over three variables for each of the many shapes of
//! brackets. The key is proved by reading the printed formula.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{ChoiceCheck, ChoiceOption};

use super::{DIFFICULTY, VARIATIONS};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::{self, Space};
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.logical_operations",
    version: 1,
    summary: "whether a formula of AND, OR, XOR and NOT is true under given values",
    variations: VARIATIONS,
    params: &[DIFFICULTY],
    generate,
    space,
};

/// How many variables a formula has in it, each time it names one.
fn leaves(order: Order<'_>) -> usize {
    4 + 4 * order.params.size("difficulty")
}

/// Formulas over three variables without any negation: brackets can be set in as many ways as the
/// Catalan number of the operators says.
fn space(order: Order<'_>) -> Space {
    let operators = leaves(order) - 1;
    let brackets = space::binomial(2 * operators as u64, operators) / (operators + 1);
    Space::at_least(brackets * space::power(3, leaves(order) + operators))
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let leaves = leaves(order);
    let variables = stream.range(3, 5) as usize;
    let values: Vec<bool> = (0..variables).map(|_| stream.chance(1, 2)).collect();
    let wanted = stream.chance(1, 2);
    let mut formula = Formula::draw(leaves, &values, stream);
    if formula.value != wanted {
        formula = formula.negated();
    }
    let options = [("true", "yes"), ("false", "no")].map(|(name, also)| ChoiceOption {
        name: name.to_owned(),
        also: vec![also.to_owned()],
    });
    let values: Vec<String> = values
        .iter()
        .enumerate()
        .map(|(variable, value)| format!("{} = {value}", name(variable)))
        .collect();
    Ok(Draft::new(
        Vars::new()
            .with("values", values.join(", "))
            .with("expression", formula.text),
        Check::Choice(ChoiceCheck {
            expected: usize::from(!wanted),
            options: options.to_vec(),
        }),
    ))
}

fn name(variable: usize) -> char {
    char::from(b'A' + variable as u8)
}

/// A formula with its value.
struct Formula {
    text: String,
    value: bool,
}

impl Formula {
    /// A formula with this many variables in it, which brackets part at random places. Three in ten
    /// of its compound parts are negated, but never the whole.
    fn draw(leaves: usize, values: &[bool], stream: &mut Stream) -> Self {
        if leaves <= 1 {
            let variable = stream.index(values.len());
            return Self {
                text: name(variable).to_string(),
                value: values[variable],
            };
        }
        let first = 1 + stream.index(leaves - 1);
        let [left, right] = [first, leaves - first].map(|leaves| {
            let part = Self::draw(leaves, values, stream);
            if leaves > 1 && stream.chance(3, 10) {
                part.negated()
            } else {
                part
            }
        });
        let (operator, value) = match stream.below(3) {
            0 => ("AND", left.value && right.value),
            1 => ("OR", left.value || right.value),
            _ => ("XOR", left.value != right.value),
        };
        Self {
            text: format!("({} {operator} {})", left.text, right.text),
            value,
        }
    }

    fn negated(self) -> Self {
        Self {
            text: format!("NOT {}", self.text),
            value: !self.value,
        }
    }
}
