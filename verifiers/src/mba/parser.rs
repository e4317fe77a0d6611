//! Reading an expression.
//!
//! Precedence is C's, from the tightest: `~ -` before an operand, `*`, `+ -`, `<< >>`, `&`, `^`, `|`;
//! operators of one level are taken from the left. Python and Lean order these alike, but that
//! Lean's `<<<` and `>>>` bind tighter than `*`. A product may go without a sign after a number and
//! between brackets: `2(x & y)`, `3x`, `(x)(y)`.
//!
//! Operators wait on a list of their own until what follows lets them go (Dijkstra's shunting
//! yard), so that no nesting costs stack, and each character is looked at once.

use thiserror::Error;

use super::expression::{Expression, MAX_NODES, Node, Variables};
use super::token::{Token, Tokens};

/// The longest text that is read, in bytes.
pub const MAX_TEXT: usize = 1 << 16;

/// The most operators and brackets that may be open at once.
pub const MAX_DEPTH: usize = 512;

/// Why a text is no expression. Places are counted in bytes from 0.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ParseError {
    /// Nothing is there.
    #[error("there is no expression")]
    Empty,
    /// The text is longer than is read.
    #[error("the expression is longer than {MAX_TEXT} bytes")]
    Long,
    /// It has too many nodes.
    #[error("the expression has more than {MAX_NODES} variables, constants and operators")]
    Large,
    /// It nests too deep.
    #[error("more than {MAX_DEPTH} brackets and operators are open at byte {at}")]
    Deep {
        /// Where.
        at: usize,
    },
    /// A character that belongs to no expression.
    #[error("`{c}` at byte {at} is no part of an expression")]
    Character {
        /// The character.
        c: char,
        /// Where.
        at: usize,
    },
    /// An operator of logic.
    #[error("`{c}{c}` at byte {at} is no operator on bits; write one `{c}`")]
    Doubled {
        /// The character that stands twice.
        c: char,
        /// Where.
        at: usize,
    },
    /// A LaTeX command that is none of ours.
    #[error("`\\{name}` at byte {at} is no operator on words")]
    Command {
        /// Its name, cut to twenty letters.
        name: String,
        /// Where.
        at: usize,
    },
    /// A name that is no variable.
    #[error("there is no variable `{name}`; there are {known}")]
    Name {
        /// The name, cut to twenty letters.
        name: String,
        /// The variables.
        known: String,
    },
    /// No integer below 2^64.
    #[error("the constant at byte {at} is no whole number below 2^64")]
    Constant {
        /// Where.
        at: usize,
    },
    /// A constant of another width.
    #[error("the constant at byte {at} is {found} bits wide, but words have {wanted}")]
    Width {
        /// The width written.
        found: u32,
        /// The width wanted.
        wanted: u32,
        /// Where.
        at: usize,
    },
    /// A shift by something else than a constant.
    #[error("the shift at byte {at} is not by a constant")]
    Shift {
        /// Where.
        at: usize,
    },
    /// Something else should stand there.
    #[error("at byte {at} {wanted} is missing")]
    Missing {
        /// What.
        wanted: &'static str,
        /// Where.
        at: usize,
    },
    /// A bracket that nothing opened or closed, or that another kind closes.
    #[error("the bracket at byte {at} has no partner")]
    Bracket {
        /// Where.
        at: usize,
    },
}

/// What waits for its right operand.
#[derive(Clone, Copy)]
enum Waiting {
    Open { close: char, at: usize },
    Unary(Node),
    Binary { node: Node, level: u8 },
    Shift { left: bool, level: u8, at: usize },
}

/// Binding strengths, the loosest first.
const OR: u8 = 1;
const XOR: u8 = 2;
const AND: u8 = 3;
const SHIFT: u8 = 4;
const SUM: u8 = 5;
const PRODUCT: u8 = 6;
const TIGHT_SHIFT: u8 = 7;

/// What the last token was, as far as a missing product sign depends on it.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    /// An operator, or nothing yet: an operand must follow.
    Operator,
    Number,
    Name,
    Bracket,
}

/// Reads the expression that makes up all of `text`. With `width` a constant that states another
/// width, as `5#16`, is refused.
///
/// # Errors
/// [`ParseError`] says what is wrong and where.
pub fn parse(
    text: &str,
    variables: &Variables,
    width: Option<u32>,
) -> Result<Expression, ParseError> {
    if text.len() > MAX_TEXT {
        return Err(ParseError::Long);
    }
    let mut parser = Parser {
        code: Vec::new(),
        waiting: Vec::new(),
        variables,
        width,
    };
    let mut tokens = Tokens::new(text);
    let mut last = Last::Operator;
    let mut any = false;
    while let Some((token, at)) = tokens.next()? {
        any = true;
        last = parser.take(token, at, last)?;
    }
    match last {
        _ if !any => Err(ParseError::Empty),
        Last::Operator => Err(ParseError::Missing {
            wanted: "an operand",
            at: tokens.at(),
        }),
        _ => parser.end(),
    }
}

struct Parser<'v> {
    code: Vec<Node>,
    waiting: Vec<Waiting>,
    variables: &'v Variables,
    width: Option<u32>,
}

impl Parser<'_> {
    fn take(&mut self, token: Token<'_>, at: usize, last: Last) -> Result<Last, ParseError> {
        let operand = last == Last::Operator;
        Ok(match token {
            Token::Name(word, index) => {
                self.juxtapose(last, Last::Name, at)?;
                let variable = self.variable(word, index)?;
                self.push(Node::Variable(variable as u8))?;
                Last::Name
            }
            Token::Constant(value, width) => {
                self.juxtapose(last, Last::Number, at)?;
                if let (Some(found), Some(wanted)) = (width, self.width)
                    && found != wanted
                {
                    return Err(ParseError::Width { found, wanted, at });
                }
                self.push(Node::Constant(value))?;
                Last::Number
            }
            Token::Open(close) => {
                self.juxtapose(last, Last::Bracket, at)?;
                self.wait(Waiting::Open { close, at }, at)?;
                Last::Operator
            }
            Token::Close(close) => {
                if operand {
                    let wanted = "an operand";
                    return Err(ParseError::Missing { wanted, at });
                }
                self.release(0)?;
                match self.waiting.pop() {
                    Some(Waiting::Open { close: wanted, .. }) if wanted == close => Last::Bracket,
                    _ => return Err(ParseError::Bracket { at }),
                }
            }
            Token::Plus if operand => Last::Operator,
            Token::Minus if operand => {
                self.wait(Waiting::Unary(Node::Neg), at)?;
                Last::Operator
            }
            Token::Not if operand => {
                self.wait(Waiting::Unary(Node::Not), at)?;
                Last::Operator
            }
            Token::Not => {
                let wanted = "an operator";
                return Err(ParseError::Missing { wanted, at });
            }
            _ if operand => {
                let wanted = "an operand";
                return Err(ParseError::Missing { wanted, at });
            }
            Token::Plus => self.binary(Node::Add, at)?,
            Token::Minus => self.binary(Node::Sub, at)?,
            Token::Binary(node) => self.binary(node, at)?,
            Token::Shift { left, tight } => {
                let level = if tight { TIGHT_SHIFT } else { SHIFT };
                self.release(level)?;
                self.wait(Waiting::Shift { left, level, at }, at)?;
                Last::Operator
            }
        })
    }

    /// Puts the product sign that may be left out between an operand and what follows it.
    fn juxtapose(&mut self, last: Last, next: Last, at: usize) -> Result<(), ParseError> {
        match (last, next) {
            (Last::Operator, _) => Ok(()),
            (Last::Number, Last::Name | Last::Bracket)
            | (Last::Bracket, Last::Name | Last::Bracket)
            | (Last::Name, Last::Bracket) => self.binary(Node::Mul, at).map(|_| ()),
            _ => Err(ParseError::Missing {
                wanted: "an operator",
                at,
            }),
        }
    }

    fn variable(&self, word: &str, index: Option<&str>) -> Result<usize, ParseError> {
        let mut name: String = word.chars().take(20).collect();
        for c in index.unwrap_or("").chars().take(20) {
            let lowered = u32::from(c).wrapping_sub(u32::from('₀'));
            name.push(char::from_digit(lowered, 10).unwrap_or(c));
        }
        self.variables.index(&name).ok_or_else(|| ParseError::Name {
            name,
            known: self.variables.names().join(", "),
        })
    }

    fn binary(&mut self, node: Node, at: usize) -> Result<Last, ParseError> {
        let level = match node {
            Node::Or => OR,
            Node::Xor => XOR,
            Node::And => AND,
            Node::Mul => PRODUCT,
            _ => SUM,
        };
        self.release(level)?;
        self.wait(Waiting::Binary { node, level }, at)?;
        Ok(Last::Operator)
    }

    fn wait(&mut self, waiting: Waiting, at: usize) -> Result<(), ParseError> {
        if self.waiting.len() >= MAX_DEPTH {
            return Err(ParseError::Deep { at });
        }
        self.waiting.push(waiting);
        Ok(())
    }

    fn push(&mut self, node: Node) -> Result<(), ParseError> {
        if self.code.len() >= MAX_NODES {
            return Err(ParseError::Large);
        }
        self.code.push(node);
        Ok(())
    }

    /// Lets go of all that binds at least as tight as `level`, up to the last open bracket.
    fn release(&mut self, level: u8) -> Result<(), ParseError> {
        while let Some(&waiting) = self.waiting.last() {
            match waiting {
                Waiting::Unary(node) => self.push(node)?,
                Waiting::Binary { node, level: tight } if tight >= level => self.push(node)?,
                Waiting::Shift {
                    left,
                    level: tight,
                    at,
                } if tight >= level => self.shift(left, at)?,
                _ => break,
            }
            self.waiting.pop();
        }
        Ok(())
    }

    /// A shift whose right operand ends the code; a last node that is a constant is all of it.
    fn shift(&mut self, left: bool, at: usize) -> Result<(), ParseError> {
        let Some(Node::Constant(places)) = self.code.pop() else {
            return Err(ParseError::Shift { at });
        };
        let places = u8::try_from(places).unwrap_or(u8::MAX);
        self.push(if left {
            Node::Shl(places)
        } else {
            Node::Shr(places)
        })
    }

    fn end(mut self) -> Result<Expression, ParseError> {
        self.release(0)?;
        if let Some(Waiting::Open { at, .. }) = self.waiting.last() {
            return Err(ParseError::Bracket { at: *at });
        }
        match Expression::from_nodes(self.code) {
            Some(expression) => Ok(expression),
            None => unreachable!("each operator found its operands"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Expression, ParseError> {
        let variables = Variables::new(["x", "y", "z1"]).expect("names");
        parse(text, &variables, Some(32))
    }

    #[test]
    fn every_language_spells_the_same_expression() {
        let wanted = read("2*(x & ~y) - (x ^ z1) + (x | 255)").expect("C");
        for text in [
            "2 * (x & ~y) - (x ^ z1) + (x | 0xff)",
            "2*(x & (~y)) - (x^z1) + (x|0xFFu)",
            "2#32 * (x &&& ~~~y) - (x ^^^ z1) + (x ||| 255#32)",
            r"2(x \land \lnot y) - (x \oplus z_1) + (x \lor 255)",
            r"2 \cdot (x \mathbin{\&} \sim y) - (x \oplus z_{1}) + (x \mathbin{|} 255)",
            r"2 \times \left(x \wedge \overline{y}\right) - \left(x \oplus z_1\right) + \left(x \vee 255\right)",
            r"$2\,(x \& \neg y) - (x \^{} z_1) + (x \mid 255)$",
            "2·(x ∧ ¬y) − (x ⊕ z₁) + (x ∨ 0b1111_1111)",
            "2×(x AND NOT y) - (x XOR z1) + (x OR 255)",
            r"2(x \text{ AND } \operatorname{NOT} y) - (x \text{ XOR } z_1) + (x \text{ OR } 255)",
            "`2*(x &amp; ~y) - (x ^ z1) + (x | 0o377)`",
            r"2\*(x \& \~y) - (x \^ z1) + (x \| 255)",
            "2[x & ~y] - {x ^ z1} + (x | 255)",
        ] {
            assert_eq!(read(text).as_ref(), Ok(&wanted), "{text}");
        }
    }

    #[test]
    fn precedence_is_that_of_c() {
        for (implicit, explicit) in [
            ("x + y & x - y", "(x + y) & (x - y)"),
            ("x | y ^ z1 & x", "x | (y ^ (z1 & x))"),
            ("x - y - z1", "(x - y) - z1"),
            ("-x * y", "(-x) * y"),
            ("~x + y", "(~x) + y"),
            ("x + y << 2", "(x + y) << 2"),
            ("x * y <<< 2", "x * (y <<< 2)"),
            ("x & y << 2", "x & (y << 2)"),
            ("2x + 3(y)", "(2*x) + (3*y)"),
            ("-~-x", "-(~(-x))"),
            ("~~~x", "~x"),
            ("x - +y", "x - y"),
        ] {
            let value = |text| read(text).map(|e| e.evaluate(32, &[77, 1234, 999]));
            assert_eq!(value(implicit), value(explicit), "{implicit}");
            assert!(value(implicit).is_ok(), "{implicit}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, message) in [
            ("", "there is no expression"),
            ("  $$ ", "there is no expression"),
            ("x +", "at byte 3 an operand is missing"),
            ("x y", "at byte 2 an operator is missing"),
            ("x 2", "at byte 2 an operator is missing"),
            ("2~x", "at byte 1 an operator is missing"),
            ("* x", "at byte 0 an operand is missing"),
            ("()", "at byte 1 an operand is missing"),
            ("(x", "the bracket at byte 0 has no partner"),
            ("x)", "the bracket at byte 1 has no partner"),
            ("(x]", "the bracket at byte 2 has no partner"),
            (
                "x && y",
                "`&&` at byte 2 is no operator on bits; write one `&`",
            ),
            (
                "x || y",
                "`||` at byte 2 is no operator on bits; write one `|`",
            ),
            ("!x", "`!` at byte 0 is no part of an expression"),
            ("x²", "`²` at byte 1 is no part of an expression"),
            ("x ** y", "`*` at byte 2 is no part of an expression"),
            ("x / y", "`/` at byte 2 is no part of an expression"),
            ("x = y", "`=` at byte 2 is no part of an expression"),
            ("x + y, z1", "`,` at byte 5 is no part of an expression"),
            ("w + 1", "there is no variable `w`; there are x, y, z1"),
            ("xy", "there is no variable `xy`; there are x, y, z1"),
            (r"\frac{x}{y}", r"`\frac` at byte 0 is no operator on words"),
            (
                "18446744073709551616",
                "the constant at byte 0 is no whole number below 2^64",
            ),
            (
                "x + 1.5",
                "the constant at byte 4 is no whole number below 2^64",
            ),
            ("0x", "the constant at byte 0 is no whole number below 2^64"),
            (
                "5#16",
                "the constant at byte 0 is 16 bits wide, but words have 32",
            ),
            ("x << y", "the shift at byte 2 is not by a constant"),
        ] {
            let found = read(text).expect_err(text).to_string();
            assert_eq!(found, message, "{text}");
        }
    }

    #[test]
    fn hostile_nesting_is_refused_and_cheap() {
        for unit in ["(", "~", "-", "x|y^z1&(", "{", "\\overline{", "(x+"] {
            let text = unit.repeat(MAX_TEXT / unit.len());
            assert!(
                matches!(read(&text), Err(ParseError::Deep { .. })),
                "{unit}"
            );
        }
        let text = "x+".repeat(MAX_TEXT / 2);
        assert_eq!(read(&text), Err(ParseError::Large));
        assert_eq!(read(&"x".repeat(MAX_TEXT + 1)), Err(ParseError::Long));
    }
}
