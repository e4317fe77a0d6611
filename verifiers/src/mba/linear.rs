//! Linear expressions, decided on corners.
//!
//! An expression is *semi-linear* when it is a sum of constants times bitwise expressions, whose
//! leaves are variables and constants; *linear* when the only constants under its bitwise operators
//! are 0 and -1.
//!
//! # Why corners suffice
//!
//! A bitwise operator treats the bits at place k of its operands alone. Let c_k be the *column* of
//! an input at place k: one bit a variable. A bitwise expression e then has the value
//! Σ_k 2^k e_k(c_k) with e_k: {0,1}^t → {0,1}, and a constant c is Σ_k 2^k·(its bit k), or, shorter,
//! -c·(-1) where -1 is the bitwise expression that is 1 everywhere. So a semi-linear E has the value
//!
//! > E(x) = Σ_k 2^k E_k(c_k)  (mod 2^n)
//!
//! with integers E_k(c). Let x be zero but for the column v at place k. Then E(x) - E(0) =
//! 2^k (E_k(v) - E_k(0)). If E vanishes at 0 and at every input of this form, each of these
//! differences vanishes, and with them E(x) = E(0) + Σ_k 2^k (E_k(c_k) - E_k(0)) = 0 for every x
//! whatever. So n·(2^t - 1) + 1 inputs decide.
//!
//! Where E is linear, E_k does not depend on k, and place 0 alone is enough: the inputs {0,1}^t. For
//! E(0) = -E_0(0) (all columns 0, and Σ_k 2^k = -1), so that E(0) = 0 gives E_0(0) = 0, and then
//! E(v) = E_0(v) for v in {0,1}^t. If all of them vanish, E vanishes.

use super::expression::{Expression, Node};
use super::mask;

/// What a subexpression is, each kind also being of the later ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// This constant.
    Constant(u64),
    /// Bitwise, the same at every place.
    Uniform,
    /// Bitwise over constants, which tell places apart.
    Bitwise,
    /// A sum of constants times uniform bitwise expressions.
    Linear,
    /// A sum of constants times bitwise expressions.
    SemiLinear,
    /// None of these.
    Other,
}

/// What `expression` is over words of `width` bits, by its looks: `(x + y) - y + ~0` is linear and
/// `x * y - x * y` is not.
pub fn form(expression: &Expression, width: u32) -> Form {
    let mut stack: Vec<Form> = Vec::new();
    for &node in expression.nodes() {
        let form = match node {
            Node::Variable(_) => Form::Uniform,
            Node::Constant(value) => Form::Constant(value & mask(width)),
            _ if node.arity() == 1 => {
                let operand = stack.pop().unwrap_or(Form::Other);
                unary(node, operand, width)
            }
            _ => {
                let right = stack.pop().unwrap_or(Form::Other);
                let left = stack.pop().unwrap_or(Form::Other);
                binary(node, left, right, width)
            }
        };
        stack.push(form);
    }
    stack.pop().unwrap_or(Form::Other)
}

fn unary(node: Node, operand: Form, width: u32) -> Form {
    match (node, operand) {
        (_, Form::Constant(value)) => Form::Constant(fold(&[value], node, width)),
        // ~e is -1 - e.
        (Node::Not, kept) => kept,
        (Node::Neg | Node::Shl(_), Form::Uniform) => Form::Linear,
        (Node::Neg | Node::Shl(_), Form::Bitwise) => Form::SemiLinear,
        (Node::Neg | Node::Shl(_), kept) => kept,
        _ => Form::Other,
    }
}

fn binary(node: Node, left: Form, right: Form, width: u32) -> Form {
    if let (Form::Constant(one), Form::Constant(other)) = (left, right) {
        return Form::Constant(fold(&[one, other], node, width));
    }
    let (low, high) = (left.min(right), left.max(right));
    let summed = match high {
        Form::Uniform | Form::Linear if low != Form::Bitwise => Form::Linear,
        Form::Other => Form::Other,
        _ => Form::SemiLinear,
    };
    match node {
        Node::Add | Node::Sub => summed,
        Node::Mul if matches!(low, Form::Constant(_)) => summed,
        Node::And | Node::Or | Node::Xor if high <= Form::Bitwise => match low {
            Form::Constant(value) if value == 0 || value == mask(width) => high,
            Form::Uniform if high == Form::Uniform => Form::Uniform,
            _ => Form::Bitwise,
        },
        _ => Form::Other,
    }
}

fn fold(values: &[u64], node: Node, width: u32) -> u64 {
    let mut code: Vec<Node> = values.iter().map(|&value| Node::Constant(value)).collect();
    code.push(node);
    Expression::from_nodes(code).map_or(0, |constant| constant.evaluate(width, &[]))
}

/// Whether `difference`, an expression over `variables` variables, is zero for all words of `width`
/// bits, or where it is not; `None` when it is not semi-linear.
pub fn vanishes(
    difference: &Expression,
    width: u32,
    variables: usize,
) -> Option<Result<(), Vec<u64>>> {
    let places = match form(difference, width) {
        Form::Other => return None,
        Form::SemiLinear | Form::Bitwise => width,
        _ => 1,
    };
    let mut words = vec![0; variables];
    let mut stack = Vec::with_capacity(16);
    for place in 0..places {
        // The column 0 is the same input at every place.
        for column in u32::from(place > 0)..1 << variables {
            for (index, word) in words.iter_mut().enumerate() {
                *word = u64::from(column >> index & 1) << place;
            }
            if difference.evaluate_on(&mut stack, width, &words) != 0 {
                return Some(Err(words));
            }
        }
    }
    Some(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::super::expression::Variables;
    use super::super::parser::parse;
    use super::*;

    fn read(text: &str) -> Expression {
        let variables = Variables::new(["x", "y"]).expect("names");
        parse(text, &variables, None).expect(text)
    }

    #[test]
    fn forms() {
        for (text, wanted) in [
            ("3 - 2 * 5", Form::Constant(249)),
            ("x & ~y | x ^ -1", Form::Uniform),
            ("x & 0", Form::Uniform),
            ("x & 15", Form::Bitwise),
            ("3 * (x & y) - x", Form::Linear),
            ("x + (y & 15)", Form::SemiLinear),
            ("(x & y) << 2", Form::Linear),
            ("~(x + y)", Form::Linear),
            ("x * y", Form::Other),
            ("(x + y) & x", Form::Other),
            ("(x >> 1) + y", Form::Other),
        ] {
            assert_eq!(form(&read(text), 8), wanted, "{text}");
        }
    }

    #[test]
    fn masks_are_told_apart_place_by_place() {
        let same = read("(x & 12) + (x & 3) - (x & 15)");
        assert_eq!(vanishes(&same, 8, 2), Some(Ok(())));
        let other = read("(x & 12) + (x & 3) - (x & 31)");
        let at = vanishes(&other, 8, 2)
            .expect("semi-linear")
            .expect_err("not zero");
        assert_ne!(other.evaluate(8, &at), 0);
        assert_eq!(at, [16, 0]);
    }
}
