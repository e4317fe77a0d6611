//! How large and how mixed an expression is.

use super::expression::{Expression, Node, Sort};

/// The measures of an expression.
///
/// *MBA alternation* is counted as the literature on deobfuscation does (Eyrolles, "Obfuscation
/// with Mixed Boolean-Arithmetic Expressions", 2017; Xu et al., "Boosting SMT solver performance on
/// mixed-bitwise-arithmetic expressions", 2021): the edges of the tree that join an arithmetic
/// operator to a bitwise one. Variables and constants are neither, so `2*(x & y)` has 1 and
/// `x + (y & 3)` has 1, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Variables, constants and operators; a minus before a constant belongs to it.
    pub nodes: usize,
    /// Operators alone, counted alike.
    pub operators: usize,
    /// Operators on the longest way from the root to a leaf.
    pub depth: usize,
    /// Edges between an arithmetic and a bitwise operator.
    pub mba_alternation: usize,
    /// The most such edges on one way from the root to a leaf: 1 for linear expressions, and 2 or
    /// more where arithmetic stands below a bitwise operator below arithmetic.
    pub alternation: usize,
    /// Terms of the sum at the root; 1 for anything else.
    pub terms: usize,
    /// Different variables.
    pub variables: usize,
}

#[derive(Clone, Copy)]
struct Part {
    sort: Sort,
    depth: usize,
    layers: usize,
    terms: usize,
    constant: bool,
}

impl Cost {
    /// Measures `expression`.
    pub fn of(expression: &Expression) -> Self {
        let mut stack: Vec<Part> = Vec::new();
        let (mut leaves, mut operators, mut alternation) = (0, 0, 0);
        let mut seen = 0u32;
        for &node in expression.nodes() {
            let mut part = Part {
                sort: node.sort(),
                depth: 0,
                layers: 0,
                terms: 1,
                constant: matches!(node, Node::Constant(_)),
            };
            if let Node::Variable(index) = node {
                seen |= 1 << (index % 32);
            }
            let signed = node == Node::Neg && stack.last().is_some_and(|below| below.constant);
            if signed {
                continue;
            }
            if node.arity() == 0 {
                leaves += 1;
            } else {
                operators += 1;
                let mut terms = 0;
                for _ in 0..node.arity() {
                    let Some(below) = stack.pop() else { continue };
                    let edge = below.sort != Sort::Leaf && below.sort != part.sort;
                    alternation += usize::from(edge);
                    part.layers = part.layers.max(below.layers + usize::from(edge));
                    part.depth = part.depth.max(below.depth + 1);
                    terms += below.terms;
                }
                if matches!(node, Node::Add | Node::Sub | Node::Neg) {
                    part.terms = terms;
                }
            }
            stack.push(part);
        }
        let root = stack.pop();
        Self {
            nodes: leaves + operators,
            operators,
            depth: root.map_or(0, |root| root.depth),
            mba_alternation: alternation,
            alternation: root.map_or(0, |root| root.layers),
            terms: root.map_or(1, |root| root.terms),
            variables: seen.count_ones() as usize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::expression::Variables;
    use super::super::parser::parse;
    use super::*;

    #[test]
    fn measures() {
        let variables = Variables::new(["x", "y"]).expect("names");
        for (text, nodes, depth, mba, layers, terms) in [
            ("x", 1, 0, 0, 0, 1),
            ("-3", 1, 0, 0, 0, 1),
            ("x + y", 3, 1, 0, 0, 2),
            ("(x ^ y) + 2*(x & y)", 9, 3, 2, 1, 2),
            ("-3*x - (y & 1)", 7, 2, 1, 1, 2),
            ("~(x + (y & 1))", 6, 3, 2, 2, 1),
            ("((x & y) + 1) * (x | y) - -5", 11, 4, 2, 1, 2),
        ] {
            let cost = Cost::of(&parse(text, &variables, None).expect(text));
            let found = (
                cost.nodes,
                cost.depth,
                cost.mba_alternation,
                cost.alternation,
                cost.terms,
            );
            assert_eq!(found, (nodes, depth, mba, layers, terms), "{text}");
        }
    }
}
