//! Scripts for identities of words.
//!
//! Everything that is polynomial in bitwise functions of the variables is reduced to algebra: each
//! bitwise function is a sum of minterms (`minterms`, `minterms3`), the minterm outside of all
//! variables is -1 without the others (`rest`, `rest3`), and what remains is an identity of
//! polynomials in the others, for which Lean's ring solver is enough.

use std::fmt::Write as _;

use tribunal_verifiers::mba::{Expression, Node, Variables};

use super::proof::Script;

/// An expression as a tree, with its bitwise functions of variables as leaves.
#[derive(Clone, Debug)]
enum Tree {
    /// The atom of this index.
    Atom(usize),
    Constant(u64),
    Neg(Box<Tree>),
    Both(&'static str, Box<Tree>, Box<Tree>),
}

/// A bitwise function of the variables, spelled for words and for bits, with its truth table.
struct Atom {
    word: String,
    bit: String,
    table: u64,
    /// What says of its operators what they do with bits, the outermost last.
    rules: Vec<&'static str>,
}

/// The truth tables of three variables: bit b of table i is bit i of b.
const TABLES: [u64; 3] = [0xaa, 0xcc, 0xf0];

/// Reads expressions, and collects their atoms.
struct Reader<'a> {
    variables: &'a Variables,
    atoms: Vec<Atom>,
}

/// A part on the reader's stack.
enum Part {
    Bits(Expression),
    Tree(Tree),
}

impl Reader<'_> {
    /// The tree of an expression; `None` where arithmetic stands below a bitwise operator, or a shift
    /// anywhere.
    fn read(&mut self, expression: &Expression) -> Option<Tree> {
        let mut stack: Vec<Part> = Vec::new();
        for &node in expression.nodes() {
            let part = match node {
                Node::Variable(index) => Part::Bits(Expression::variable(index.into())),
                Node::Constant(value) => Part::Tree(Tree::Constant(value)),
                Node::Not => match stack.pop()? {
                    Part::Bits(bits) => Part::Bits(bits.unary(Node::Not)),
                    Part::Tree(_) => return None,
                },
                Node::And | Node::Or | Node::Xor => match (stack.pop()?, stack.pop()?) {
                    (Part::Bits(right), Part::Bits(left)) => Part::Bits(left.binary(node, &right)),
                    _ => return None,
                },
                Node::Neg => Part::Tree(Tree::Neg(Box::new(self.tree(stack.pop()?)))),
                Node::Add | Node::Sub | Node::Mul => {
                    let right = stack.pop()?;
                    let left = self.tree(stack.pop()?);
                    let right = self.tree(right);
                    let sign = match node {
                        Node::Add => "+",
                        Node::Sub => "-",
                        _ => "*",
                    };
                    Part::Tree(Tree::Both(sign, Box::new(left), Box::new(right)))
                }
                Node::Shl(_) | Node::Shr(_) => return None,
            };
            stack.push(part);
        }
        let whole = stack.pop()?;
        Some(self.tree(whole))
    }

    fn tree(&mut self, part: Part) -> Tree {
        let bits = match part {
            Part::Tree(tree) => return tree,
            Part::Bits(bits) => bits,
        };
        let names = self.variables.names();
        let word = spell(&bits, names, ["&&&", "|||", "^^^", "~~~"]);
        if let Some(known) = self.atoms.iter().position(|atom| atom.word == word) {
            return Tree::Atom(known);
        }
        let letters = ["p", "q", "r"].map(str::to_owned);
        self.atoms.push(Atom {
            word,
            bit: spell(&bits, &letters, ["&&", "||", "^^", "!"]),
            table: bits.evaluate(1 << names.len(), &TABLES),
            rules: rules(&bits),
        });
        Tree::Atom(self.atoms.len() - 1)
    }
}

/// The lemmas about the bits of what a bitwise function's operators make, the outermost last.
fn rules(bits: &Expression) -> Vec<&'static str> {
    let mut rules: Vec<&str> = Vec::new();
    for node in bits.nodes() {
        let rule = match node {
            Node::Not => "BitVec.getElem_not",
            Node::And => "BitVec.getElem_and",
            Node::Or => "BitVec.getElem_or",
            Node::Xor => "BitVec.getElem_xor",
            _ => continue,
        };
        rules.retain(|known| *known != rule);
        rules.push(rule);
    }
    rules
}

/// A bitwise function with brackets around every operation.
fn spell(bits: &Expression, names: &[String], [and, or, xor, not]: [&str; 4]) -> String {
    let mut stack: Vec<String> = Vec::new();
    for &node in bits.nodes() {
        let text = match node {
            Node::Variable(index) => names[usize::from(index)].clone(),
            Node::Not => format!("({not}{})", stack.pop().unwrap_or_default()),
            node => {
                let right = stack.pop().unwrap_or_default();
                let left = stack.pop().unwrap_or_default();
                let sign = match node {
                    Node::And => and,
                    Node::Or => or,
                    _ => xor,
                };
                format!("({left} {sign} {right})")
            }
        };
        stack.push(text);
    }
    stack.pop().unwrap_or_default()
}

/// A tree with names for its atoms.
fn print(tree: &Tree, width: &str, out: &mut String) {
    match tree {
        Tree::Atom(index) => {
            let _ = write!(out, "a{index}");
        }
        Tree::Constant(value) => {
            let _ = write!(out, "{value}#{width}");
        }
        Tree::Neg(inner) => {
            out.push_str("(-");
            print(inner, width, out);
            out.push(')');
        }
        Tree::Both(sign, left, right) => {
            out.push('(');
            print(left, width, out);
            let _ = write!(out, " {sign} ");
            print(right, width, out);
            out.push(')');
        }
    }
}

/// A sum over the corners of two or three variables, in the shape that the lemmas have: the first
/// variable's bit decides first, and set comes before not set.
fn over_corners(count: usize, term: &dyn Fn(usize) -> String) -> String {
    fn sum(count: usize, corner: usize, term: &dyn Fn(usize) -> String) -> String {
        if count == 0 {
            return term(corner);
        }
        // The bits of the corner are read from the first variable on.
        let set = sum(count - 1, corner << 1 | 1, term);
        let not = sum(count - 1, corner << 1, term);
        if count == 1 {
            format!("{set} + {not}")
        } else {
            format!("{set} + ({not})")
        }
    }
    sum(count, 0, term)
}

/// Whether a function with this truth table holds at a corner that is read from the first variable
/// on.
fn holds(table: u64, count: usize, corner: usize) -> bool {
    let index = (0..count).fold(0, |index, bit| {
        index | (corner >> (count - 1 - bit) & 1) << bit
    });
    table >> index & 1 == 1
}

/// The proof of `left = right` for all words of a width (`8`, or `w`), or of the claim for all `w`;
/// of two or three variables.
pub(super) fn script(
    variables: &Variables,
    width: &str,
    left: &Expression,
    right: &Expression,
) -> Option<Script> {
    let count = variables.len();
    let (minterms, rest) = match count {
        2 => ("minterms", "rest"),
        3 => ("minterms3", "rest3"),
        _ => return None,
    };
    let mut reader = Reader {
        variables,
        atoms: Vec::new(),
    };
    let sides = [reader.read(left)?, reader.read(right)?];
    let atoms = reader.atoms;
    let word = format!("BitVec {width}");
    let [left, right] = sides.map(|side| {
        let mut text = String::new();
        print(&side, width, &mut text);
        text
    });
    let names = variables.names().join(" ");
    let sums: Vec<String> = (0..1 << count).map(|corner| format!("m{corner}")).collect();
    let named: Vec<String> = (0..atoms.len()).map(|index| format!("a{index}")).collect();
    let others: Vec<String> = (1..1 << count)
        .rev()
        .map(|corner| format!(" - m{corner}"))
        .collect();
    let facts: Vec<String> = (0..atoms.len()).map(|index| format!("h{index}")).collect();
    let facts = facts.join(" ");
    let write = |broken: bool| {
        let mut out = String::new();
        let any = if width == "w" { "w " } else { "" };
        let _ = writeln!(out, "intro {any}{names}");
        let (sums, named) = (sums.join(" "), named.join(" "));
        let _ = writeln!(
            out,
            "have key : ∀ {sums} {named} : {word},\n    m0 = -1#{width}{} →",
            others.concat(),
        );
        for (index, atom) in atoms.iter().enumerate() {
            let sum = over_corners(count, &|corner| {
                if holds(atom.table, count, corner) {
                    format!("m{corner}")
                } else {
                    format!("0#{width}")
                }
            });
            let _ = writeln!(out, "    a{index} = {sum} →");
        }
        let _ = write!(
            out,
            "    {left} = {right} := by\n  intro {sums} {named} h {facts}\n  subst {facts} h\n  grind\n\
             exact key{} ({rest} {names})",
            " _".repeat((1 << count) + atoms.len()),
        );
        let letters = &["p", "q", "r"][..count];
        // Broken, the proof forgets what the outermost operator of one function does.
        let mut forget = broken;
        for atom in &atoms {
            let mut known = &atom.rules[..];
            if forget && !known.is_empty() {
                known = &known[..known.len() - 1];
                forget = false;
            }
            let why = if atom.rules.is_empty() {
                "fun _ _ => rfl".to_owned()
            } else {
                format!("by intro i hi; simp only [{}]", known.join(", "))
            };
            let _ = write!(
                out,
                "\n  ({minterms} (fun {} => {}) {names} {} ({why}))",
                letters.join(" "),
                atom.bit,
                atom.word,
            );
        }
        out
    };
    Some(Script::with_lemmas(write(false), write(true)))
}
