//! Mixed Boolean-arithmetic expressions.

use tribunal_verifiers::mba::{Notation, Variables, parse, print};

use super::{owned, text};
use crate::Target;

/// Reading an expression.
pub const TARGET: Target = Target {
    name: "expression",
    hold,
    seeds,
    words: &[
        "x",
        "y",
        "~",
        "&",
        "|",
        "^",
        "+",
        "-",
        "*",
        "(",
        ")",
        "0x",
        "#32",
        "5",
        " ",
        "&&&",
        "~~~",
        "4294967295",
        "18446744073709551616",
    ],
};

/// An expression that is read prints itself so that it is read as the same.
fn hold(data: &[u8]) {
    let Some((first, text)) = text(data) else {
        return;
    };
    let variables = Variables::new(["x", "y"]).expect("two names");
    let width = [None, Some(8), Some(32), Some(64)][usize::from(first % 4)];
    if let Ok(expression) = parse(&text, &variables, width) {
        let written = print(&expression, &variables, Notation::C);
        let again = parse(&written, &variables, width);
        assert_eq!(again.ok().as_ref(), Some(&expression), "{written}");
    }
}

fn seeds() -> Vec<Vec<u8>> {
    owned(&[
        "x + y",
        "(x ^ y) + 2*(x & y)",
        "~(x | ~y) - 3*x*y + 0x1f",
        "x &&& ~~~y ||| 5#32",
        "-(-(-x))",
    ])
}
