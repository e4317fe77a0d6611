//! Writing expressions.
//!
//! Brackets stand wherever C's precedence asks for them, and around every operand of a bitwise
//! operator or of a shift that is not a variable, a constant or a complement: a reader need not know
//! how `&` and `+` rank, which C, Lean and people rank differently.

use std::fmt::Write as _;

use super::expression::{Expression, Node, Variables};

/// The language in which an expression is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// C; Python reads the same, and agrees once its value is taken modulo 2^n.
    C,
    /// Python. Equal to C's spelling.
    Python,
    /// Lean 4, over `BitVec n` where the width is given, else over `BitVec w`.
    Lean(Option<u32>),
    /// LaTeX, with words' operators as logic writes them.
    Latex,
}

/// Binding strengths, the loosest first.
const SUM: u8 = 1;
const PRODUCT: u8 = 2;
const PREFIX: u8 = 3;

/// What is still to be written.
enum Task {
    Text(&'static str),
    Part { end: usize, least: u8 },
}

/// Writes `expression`. Reading it again gives the same nodes.
pub fn print(expression: &Expression, variables: &Variables, notation: Notation) -> String {
    let nodes = expression.nodes();
    let starts = expression.starts();
    let mut out = String::with_capacity(3 * nodes.len());
    let mut tasks = vec![Task::Part {
        end: nodes.len() - 1,
        least: 0,
    }];
    while let Some(task) = tasks.pop() {
        let (end, least) = match task {
            Task::Text(text) => {
                out.push_str(text);
                continue;
            }
            Task::Part { end, least } => (end, least),
        };
        let node = nodes[end];
        if let Node::Variable(index) = node {
            variable(&mut out, variables, usize::from(index), notation);
            continue;
        }
        if let Node::Constant(value) = node {
            constant(&mut out, value, notation);
            continue;
        }
        if level(node) < least {
            let [open, close] = match notation {
                Notation::Latex => ["\\left(", "\\right)"],
                _ => ["(", ")"],
            };
            out.push_str(open);
            tasks.push(Task::Text(close));
        }
        // Pushed from the last to the first.
        let last = end - 1;
        let operand = operands(node);
        match node {
            Node::Not | Node::Neg => {
                out.push_str(sign(node, notation));
                tasks.push(Task::Part {
                    end: last,
                    least: operand.1,
                });
            }
            Node::Shl(places) | Node::Shr(places) => {
                tasks.push(Task::Text(
                    PLACES[usize::from(places).min(PLACES.len() - 1)],
                ));
                tasks.push(Task::Text(sign(node, notation)));
                tasks.push(Task::Part {
                    end: last,
                    least: operand.0,
                });
            }
            _ => {
                tasks.push(Task::Part {
                    end: last,
                    least: operand.1,
                });
                tasks.push(Task::Text(sign(node, notation)));
                tasks.push(Task::Part {
                    end: starts[last] as usize - 1,
                    least: operand.0,
                });
            }
        }
    }
    out
}

/// What a theorem says of two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// That they are equal for all words.
    Equal,
    /// That they are not.
    Different,
}

/// `theorem NAME (x y : BitVec 32) :` and `LEFT = RIGHT` on a line of its own, which is what two
/// expressions being equal says in Lean 4; that they are not is `¬ ∀ x y : BitVec 32, LEFT = RIGHT`.
/// Without a width it is about every width. The proof, from `:=` on, is left to whoever has one.
pub fn theorem(
    name: &str,
    variables: &Variables,
    width: Option<u32>,
    left: &Expression,
    right: &Expression,
    claimed: Claimed,
) -> String {
    let notation = Notation::Lean(width);
    let names = variables.names().join(" ");
    let left = print(left, variables, notation);
    let right = print(right, variables, notation);
    let width = width.map_or("w".to_owned(), |width| width.to_string());
    let any = if width == "w" { " {w : Nat}" } else { "" };
    match claimed {
        Claimed::Equal => {
            format!("theorem {name}{any} ({names} : BitVec {width}) :\n    {left} = {right}")
        }
        Claimed::Different => {
            let any = if width == "w" { "w, ∀ " } else { "" };
            format!("theorem {name} :\n    ¬ ∀ {any}{names} : BitVec {width}, {left} = {right}")
        }
    }
}

fn level(node: Node) -> u8 {
    match node {
        Node::Variable(_) | Node::Constant(_) => PREFIX + 1,
        Node::Not | Node::Neg => PREFIX,
        Node::Mul => PRODUCT,
        Node::Add | Node::Sub => SUM,
        // Never without brackets inside something else.
        Node::And | Node::Or | Node::Xor | Node::Shl(_) | Node::Shr(_) => 0,
    }
}

/// How tight the left and the right operand of `node` must bind to go without brackets.
fn operands(node: Node) -> (u8, u8) {
    match node {
        Node::Add | Node::Sub => (SUM, PRODUCT),
        Node::Mul => (PRODUCT, PREFIX),
        // `--` would read as a decrement, and `~~~` is one operator of Lean's.
        Node::Neg | Node::Not => (PREFIX + 1, PREFIX + 1),
        _ => (PREFIX, PREFIX),
    }
}

fn sign(node: Node, notation: Notation) -> &'static str {
    let [c, lean, latex] = match node {
        Node::Not => ["~", "~~~", "\\lnot "],
        Node::Neg => ["-", "-", "-"],
        Node::Add => [" + ", " + ", " + "],
        Node::Sub => [" - ", " - ", " - "],
        Node::Mul => [" * ", " * ", " \\cdot "],
        Node::And => [" & ", " &&& ", " \\land "],
        Node::Or => [" | ", " ||| ", " \\lor "],
        Node::Xor => [" ^ ", " ^^^ ", " \\oplus "],
        Node::Shl(_) => [" << ", " <<< ", " \\ll "],
        Node::Shr(_) => [" >> ", " >>> ", " \\gg "],
        Node::Variable(_) | Node::Constant(_) => [""; 3],
    };
    match notation {
        Notation::C | Notation::Python => c,
        Notation::Lean(_) => lean,
        Notation::Latex => latex,
    }
}

fn variable(out: &mut String, variables: &Variables, index: usize, notation: Notation) {
    let Some(name) = variables.names().get(index) else {
        // A variable without a name can't be read again, but it can be seen.
        let _ = write!(out, "?{index}");
        return;
    };
    if notation == Notation::Latex && name.len() > 1 {
        let _ = write!(out, "{}_{{{}}}", &name[..1], &name[1..]);
    } else {
        out.push_str(name);
    }
}

fn constant(out: &mut String, value: u64, notation: Notation) {
    out.push_str(itoa::Buffer::new().format(value));
    match notation {
        Notation::Lean(Some(width)) => {
            out.push('#');
            out.push_str(itoa::Buffer::new().format(width));
        }
        Notation::Lean(None) => out.push_str("#w"),
        _ => {}
    }
}

/// Shift widths as text; a shift by 64 or more gives 0 at every width, as one by 64 does.
const PLACES: [&str; 65] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16",
    "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32",
    "33", "34", "35", "36", "37", "38", "39", "40", "41", "42", "43", "44", "45", "46", "47", "48",
    "49", "50", "51", "52", "53", "54", "55", "56", "57", "58", "59", "60", "61", "62", "63", "64",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parser::parse;
    use super::*;

    fn variables() -> Variables {
        Variables::new(["x", "y", "z1"]).expect("names")
    }

    fn read(text: &str) -> Expression {
        parse(text, &variables(), None).expect(text)
    }

    #[test]
    fn spellings() {
        let e = read("-2*(x & ~y) - (x ^ z1 & y) + ~(x - 3) * -(y)");
        for (notation, text) in [
            (
                Notation::C,
                "-2 * (x & ~y) - (x ^ (z1 & y)) + ~(x - 3) * -y",
            ),
            (
                Notation::Lean(Some(32)),
                "-2#32 * (x &&& ~~~y) - (x ^^^ (z1 &&& y)) + ~~~(x - 3#32) * -y",
            ),
            (
                Notation::Latex,
                "-2 \\cdot \\left(x \\land \\lnot y\\right) - \\left(x \\oplus \\left(z_{1} \\land y\\right)\\right) + \\lnot \\left(x - 3\\right) \\cdot -y",
            ),
        ] {
            assert_eq!(print(&e, &variables(), notation), text);
        }
        assert_eq!(
            theorem(
                "t",
                &variables(),
                Some(8),
                &read("x + 1"),
                &read("-~x"),
                Claimed::Equal
            ),
            "theorem t (x y z1 : BitVec 8) :\n    x + 1#8 = -(~~~x)"
        );
        assert_eq!(
            theorem(
                "t",
                &variables(),
                None,
                &read("x"),
                &read("x & -1"),
                Claimed::Equal
            ),
            "theorem t {w : Nat} (x y z1 : BitVec w) :\n    x = x &&& -1#w"
        );
    }

    /// Any expression: nodes drawn one after another, each if its operands are there.
    pub(crate) fn expressions() -> impl Strategy<Value = Expression> {
        let node = prop_oneof![
            4 => (0u8..3).prop_map(Node::Variable),
            2 => prop_oneof![0u64..4, any::<u64>()].prop_map(Node::Constant),
            2 => prop::sample::select(vec![Node::Not, Node::Neg, Node::Shl(3), Node::Shr(70)]),
            6 => prop::sample::select(vec![
                Node::Add, Node::Sub, Node::Mul, Node::And, Node::Or, Node::Xor,
            ]),
        ];
        prop::collection::vec(node, 1..60).prop_map(|nodes| {
            let mut code = Vec::new();
            let mut depth = 0;
            for node in nodes {
                if node.arity() <= depth {
                    depth = depth - node.arity() + 1;
                    code.push(node);
                }
            }
            code.extend(std::iter::repeat_n(Node::Xor, depth.saturating_sub(1)));
            Expression::from_nodes(code).unwrap_or_else(|| Expression::variable(0))
        })
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_again(e in expressions(), words in any::<[u64; 3]>()) {
            let notations = [Notation::C, Notation::Python, Notation::Lean(None), Notation::Latex];
            for notation in notations {
                let text = print(&e, &variables(), notation);
                let again = parse(&text, &variables(), None);
                let again = again.map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
                prop_assert_eq!(again.evaluate(64, &words), e.evaluate(64, &words), "{}", text);
                let clipped: Vec<Node> = e.nodes().iter().map(|&node| match node {
                    Node::Shr(70) => Node::Shr(64),
                    other => other,
                }).collect();
                prop_assert_eq!(again.nodes(), &clipped[..], "{}", text);
            }
        }
    }
}
