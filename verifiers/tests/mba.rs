//! Mixed Boolean-arithmetic: what the literature knows, and that the deciders agree.

use proptest::prelude::*;
use tribunal_verifiers::mba::polynomial::{Ring, Values};
use tribunal_verifiers::mba::proof::{ProofError, check};
use tribunal_verifiers::mba::solver::{Effort, Solved, solve};
use tribunal_verifiers::mba::{
    Decision, Equation, Expression, Limits, Method, Node, Notation, Variables, circuit::Circuit,
    columns, decide::Limit, linear, normalise::normalise, parse, print,
};

/// Identities at every width: Hacker's Delight (Warren, chapter 2), Zhou et al. 2007 and the papers
/// that deobfuscate.
const IDENTITIES: &[(&str, &str)] = &[
    ("x + y", "(x ^ y) + 2*(x & y)"),
    ("x + y", "(x | y) + (x & y)"),
    ("x + y", "2*(x | y) - (x ^ y)"),
    ("x + y", "x - ~y - 1"),
    ("x - y", "x + ~y + 1"),
    ("x - y", "(x ^ y) - 2*(~x & y)"),
    ("x - y", "(x & ~y) - (~x & y)"),
    ("x - y", "2*(x & ~y) - (x ^ y)"),
    ("x ^ y", "(x | y) - (x & y)"),
    ("x ^ y", "x + y - 2*(x & y)"),
    ("x | y", "(x & ~y) + y"),
    ("x & y", "(~x | y) - ~x"),
    ("~x", "-x - 1"),
    ("-x", "~x + 1"),
    ("-x", "~(x - 1)"),
    ("~-x", "x - 1"),
    ("-~x", "x + 1"),
    ("~(x - y)", "~x + y"),
    ("~(x + y)", "~x - y"),
    ("~(x ^ y)", "(x & y) - (x | y) - 1"),
    ("~(x ^ y)", "(x & y) | ~(x | y)"),
    ("x ^ y", "(x & ~y) | (~x & y)"),
    ("~(x & y)", "~x | ~y"),
    ("x | y", "x + y + 1 + (~x | ~y)"),
    ("x - y", "x ^ y ^ (-2*(~x & y) + (x ^ y)) ^ x ^ y"),
    ("x * y", "(x & y)*(x | y) + (x & ~y)*(~x & y)"),
    (
        "x * y",
        "(x & y)*(x & y) + (x & y)*(x ^ y) + (x & ~y)*(~x & y)",
    ),
    (
        "(x + y)*(x + y)",
        "((x ^ y) + 2*(x & y))*((x | y) + (x & y))",
    ),
    ("x*x - y*y", "((x | y) + (x & y))*((x ^ y) - 2*(~x & y))"),
    ("x & (x*y + 1)", "x + x*y + 1 - (x | (x*y + 1))"),
    (
        "z + (x + y ^ z)",
        "z + ((x | y) + (x & y)) + z - 2*((x ^ y) + 2*(x & y) & z)",
    ),
    ("x + y + z", "(x ^ y ^ z) + 2*((x & y) | (x & z) | (y & z))"),
    ("(x << 1) + x", "3*x"),
    ("x ^ y ^ y", "x"),
];

/// Identities at some widths only.
const AT_WIDTH: &[(&str, &str, u32)] = &[
    ("128*x*(x + 1)", "0", 8),
    ("x & 255", "x", 8),
    ("x << 8", "0", 8),
    ("((x & 15) | (x & 240))", "x", 8),
    ("((x >> 4) << 4) + (x & 15)", "x", 8),
    ("171*(3*x)", "x + 2*128*x", 8),
    ("(x ^ 128)", "x + 128", 8),
    ("x * x * 64 & 1", "0", 8),
    // Zhou 2007, adapted: 151 · (39·x + 23) + 111 = x modulo 2^8.
    ("151*(39*x + 23) + 111", "x", 8),
    // The polynomial 248x² + 97x and its inverse 136x² + 161x modulo 2^8.
    (
        "136*(248*x*x + 97*x)*(248*x*x + 97*x) + 161*(248*x*x + 97*x)",
        "x",
        8,
    ),
];

/// Claims that are wrong, some of them on few inputs.
const WRONG: &[(&str, &str)] = &[
    ("x + y", "(x ^ y) + (x & y)"),
    ("x + y", "x | y"),
    ("x - y", "x ^ y"),
    ("~x", "-x"),
    ("x * y", "(x & y)*(x | y)"),
    ("x & (y + z)", "(x & y) + (x & z)"),
    ("x ^ (y + z)", "(x ^ y) + z"),
    ("(x & y) - 1", "x & (y - 1)"),
    ("x | y", "x + y"),
    ("x + 2147483648*(x & y)", "x"),
    // Zero but for x = 0xdeadbeef.
    (
        "(~(x ^ 3735928559) & ((x ^ 3735928559) - 1)) & 2147483648",
        "0",
    ),
];

fn variables() -> Variables {
    Variables::new(["x", "y", "z"]).expect("names")
}

fn read(text: &str) -> Expression {
    parse(text, &variables(), None).expect(text)
}

fn decide(left: &str, right: &str, width: u32) -> Decision {
    let (left, right) = (&read(left), &read(right));
    let equation = Equation {
        left,
        right,
        width,
        variables: 3,
    };
    equation.decide(Limits::JUDGE)
}

#[test]
fn identities_of_the_literature_hold() {
    for (left, right) in IDENTITIES {
        for width in [1, 2, 3, 4, 7, 8, 16, 31, 32, 63, 64] {
            let found = decide(left, right, width);
            assert!(
                matches!(found, Decision::Equal(_)),
                "{left} = {right} at {width}: {found:?}"
            );
        }
        let (left, right) = (&read(left), &read(right));
        let equation = Equation {
            left,
            right,
            width: 8,
            variables: 3,
        };
        assert_eq!(equation.holds_at_every_width(), Some(true), "{left:?}");
    }
}

#[test]
fn identities_at_one_width_hold_there() {
    for (left, right, width) in AT_WIDTH {
        let found = decide(left, right, *width);
        assert!(
            matches!(found, Decision::Equal(_)),
            "{left} = {right} at {width}: {found:?}"
        );
    }
    for (left, right, width) in &AT_WIDTH[..3] {
        let found = decide(left, right, width + 1);
        assert!(
            matches!(found, Decision::Different(..)),
            "{left} = {right}: {found:?}"
        );
    }
}

#[test]
fn wrong_claims_are_refuted_by_words() {
    for (left, right) in WRONG {
        let Decision::Different(at, _) = decide(left, right, 32) else {
            panic!("{left} = {right} is refuted")
        };
        let value = |text: &str| read(text).evaluate(32, &at);
        assert_ne!(value(left), value(right), "{left} = {right} at {at:?}");
    }
}

/// A word that a random search never finds is found by the solver.
#[test]
fn a_needle_is_found() {
    let needle = "(~(x ^ 3735928559) & ((x ^ 3735928559) - 1)) & 2147483648";
    let Decision::Different(at, method) = decide(needle, "0", 32) else {
        panic!("it differs")
    };
    assert_eq!((at[0], method), (3_735_928_559, Method::Sat));
}

/// Multiplication of two unknown words hidden below a bitwise operator, in a way that no normal form
/// sees: no solver we know does this in the limits, and it must say so.
#[test]
fn a_limit_is_a_result_of_its_own() {
    let left = "((x + 1)*(y + 1) >> 1) + (x*y & 1)";
    let right = "((x*y + x + y + 1 + 2*(z & ~z)) >> 1) + ((x & y & 1) ^ (((x*y*z*(z + 1)) & 1)))";
    let found = decide(left, right, 64);
    assert!(
        matches!(
            found,
            Decision::Undecided(Limit::Clauses(_) | Limit::Conflicts(_))
        ),
        "{found:?}"
    );
}

/// The solver's refutations are proofs, and a proof with a step left out or a step made up is none.
#[test]
fn refutations_are_checked() {
    for (left, right) in IDENTITIES {
        let (left, right) = (&read(left), &read(right));
        let circuit = Circuit::differing(left, right, 4, 3, 100_000).expect("small");
        let effort = Effort {
            conflicts: 100_000,
            literals: 10_000_000,
        };
        let Solved::Refuted(proof) = solve(&circuit.clauses, circuit.variables, effort) else {
            panic!("{left:?} = {right:?}")
        };
        let checked = check(&circuit.clauses, circuit.variables, &proof, u64::MAX);
        assert_eq!(checked, Ok(()), "{left:?} = {right:?}");
        // The same steps prove nothing about another circuit, which has a model.
        let other = Circuit::differing(left, &right.clone().not(), 4, 3, 100_000).expect("small");
        let refused = check(&other.clauses, other.variables, &proof, u64::MAX);
        assert!(refused.is_err(), "{left:?}");
        if proof.len() > 4 {
            let limited = check(&circuit.clauses, circuit.variables, &proof, 3);
            assert_eq!(limited, Err(ProofError::Limit(3)));
        }
    }
}

/// Any expression of at most `nodes` nodes over two variables, with small and large constants.
fn expressions(nodes: usize) -> impl Strategy<Value = Expression> {
    let node = prop_oneof![
        5 => (0u8..2).prop_map(Node::Variable),
        2 => prop_oneof![0u64..4, Just(u64::MAX), any::<u64>()].prop_map(Node::Constant),
        2 => prop::sample::select(vec![Node::Not, Node::Neg, Node::Shl(1), Node::Shr(1)]),
        7 => prop::sample::select(vec![
            Node::Add, Node::Sub, Node::Mul, Node::And, Node::Or, Node::Xor,
        ]),
    ];
    prop::collection::vec(node, 1..nodes).prop_map(|nodes| {
        let mut code = Vec::new();
        let mut depth = 0;
        for node in nodes {
            if node.arity() <= depth {
                depth = depth - node.arity() + 1;
                code.push(node);
            }
        }
        code.extend(std::iter::repeat_n(Node::Add, depth.saturating_sub(1)));
        Expression::from_nodes(code).unwrap_or_else(|| Expression::variable(0))
    })
}

/// An expression and one that is probably equal: rewritten by rules, one of which is wrong.
fn pairs() -> impl Strategy<Value = (Expression, Expression)> {
    (expressions(14), expressions(10), 0usize..9, expressions(14)).prop_map(|(a, b, rule, c)| {
        let and = |a: &Expression, b: &Expression| a.clone().binary(Node::And, b);
        let or = |a: &Expression, b: &Expression| a.clone().binary(Node::Or, b);
        let xor = |a: &Expression, b: &Expression| a.clone().binary(Node::Xor, b);
        let plus = |a: &Expression, b: &Expression| a.clone().binary(Node::Add, b);
        let times = |a: &Expression, b: &Expression| a.clone().binary(Node::Mul, b);
        match rule {
            0 => (plus(&a, &b), plus(&or(&a, &b), &and(&a, &b))),
            1 => (
                a.minus(&b),
                xor(&a, &b).minus(&plus(
                    &and(&a.clone().not(), &b),
                    &and(&a.clone().not(), &b),
                )),
            ),
            2 => (xor(&a, &b), or(&a, &b).minus(&and(&a, &b))),
            3 => (
                times(&a, &b),
                plus(
                    &times(&and(&a, &b), &or(&a, &b)),
                    &times(&and(&a, &b.clone().not()), &and(&a.clone().not(), &b)),
                ),
            ),
            4 => (a.clone().not(), a.neg().minus(&Expression::constant(1))),
            5 => (
                a.clone(),
                plus(
                    &a,
                    &times(
                        &Expression::constant(1 << 2),
                        &times(&b, &plus(&b, &Expression::constant(1))),
                    ),
                ),
            ),
            6 => (a.clone(), plus(&a, &and(&b, &b.clone().not()))),
            7 => (plus(&a, &b), plus(&xor(&a, &b), &and(&a, &b))),
            _ => (a, c),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    /// Corners, columns, normal form, SAT with a checked proof, and what `decide` picks, against
    /// trying all words.
    #[test]
    fn all_deciders_agree((left, right) in pairs(), width in 1u32..=4) {
        let equation = Equation { left: &left, right: &right, width, variables: 2 };
        let truth = equation.exhaustion().expect("few bits").is_ok();
        let difference = left.minus(&right);
        let sure = |found: Result<(), Vec<u64>>, name: &str| {
            prop_assert_eq!(found.is_ok(), truth, "{}", name);
            if let Err(at) = found {
                prop_assert!(equation.differs_at(&at), "{} at {:?}", name, at);
            }
            Ok(())
        };
        if let Some(found) = linear::vanishes(&difference, width, 2) {
            sure(found, "corners")?;
        }
        if let Some(found) = columns::vanishes(&difference, width, 2, 1 << 22) {
            sure(found, "columns")?;
        }
        if let Some(normal) = normalise(&difference, 2, Ring::Width(width)) {
            if normal.polynomial.is_zero() {
                prop_assert!(truth, "normal form");
            }
            match normal.polynomial.values(width, 2) {
                Some(Values::Vanish) => prop_assert!(truth, "null polynomial"),
                Some(Values::Differ(at)) if !normal.abstracted => sure(Err(at), "polynomial")?,
                _ => {}
            }
        }
        if equation.holds_at_every_width() == Some(true) {
            prop_assert!(truth, "every width");
        }
        for found in [equation.by_sat(Limits::JUDGE), equation.decide(Limits::JUDGE)] {
            match found {
                Decision::Equal(_) => sure(Ok(()), "decision")?,
                Decision::Different(at, _) => sure(Err(at), "decision")?,
                Decision::Undecided(limit) => prop_assert!(false, "{}", limit),
            }
        }
    }

    /// A false "at every width" would show at one.
    #[test]
    fn what_holds_at_every_width_holds_at_each((left, right) in pairs(), words in any::<[u64; 2]>()) {
        let equation = Equation { left: &left, right: &right, width: 64, variables: 2 };
        if equation.holds_at_every_width() == Some(true) {
            for width in 1..=64 {
                prop_assert!(!Equation { width, ..equation }.differs_at(&words), "{}", width);
            }
        }
    }

    /// Whatever is read has a value, and is read again from every language it is written in.
    #[test]
    fn any_text_is_read_or_refused(text in prop_oneof![any::<String>(), pieces()], words in any::<[u64; 3]>()) {
        let Ok(expression) = parse(&text, &variables(), None) else { return Ok(()) };
        let value = expression.evaluate(64, &words);
        for notation in [Notation::C, Notation::Lean(Some(64)), Notation::Latex] {
            let spelled = print(&expression, &variables(), notation);
            let again = parse(&spelled, &variables(), Some(64));
            let again = again.map_err(|error| TestCaseError::fail(format!("{spelled}: {error}")))?;
            prop_assert_eq!(again.evaluate(64, &words), value, "{}", spelled);
        }
    }
}

/// Pieces that the grammar knows, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "x",
        "y",
        "z",
        "x_1",
        "0",
        "7",
        "0xff",
        "0b1",
        "5#64",
        "18446744073709551616",
        "~",
        "~~~",
        "-",
        "+",
        "*",
        "&",
        "&&&",
        "&amp;",
        "|",
        "|||",
        "^",
        "^^^",
        "<<",
        ">>",
        "<<<",
        ">>>",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "\\land",
        "\\lor ",
        "\\oplus ",
        "\\lnot ",
        "\\overline{",
        "\\mathbin{\\&}",
        "\\text{ XOR }",
        "\\left(",
        "\\right)",
        "\\cdot ",
        "\\,",
        "$",
        "`",
        " ",
        "²",
        "∧",
        "¬",
        "·",
        "\\",
        "\\frac",
        "_",
        "{}",
        "#",
        "\u{0}",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}
