//! `lean.mba.identity`: the two sides read back from the file by a parser of their own, equality by
//! forward differences (see `mba::equality`) and, for every width, by integers of any size; a
//! counterexample by evaluating both sides over the integers.

use num_bigint::BigInt;
use num_integer::Integer;

use super::statement::Statement;
use crate::mba::equality::prove;
use crate::mba::tree::Tree;
use crate::mba::{texts, width};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "lean.mba.identity",
    method: "forward differences, or integers of any size",
    confirm,
};

/// Lean's operators, as C spells them.
const OPERATORS: [(&str, &str); 4] = [("&&&", "&"), ("|||", "|"), ("^^^", "^"), ("~~~", "~")];

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let width = width(question)?;
    let names = texts(question, "variables")?;
    let every = question.int("every_width")? == 1;
    let [left, right] = [question.text("left")?, question.text("right")?];
    let number = if every {
        "w".to_owned()
    } else {
        width.to_string()
    };
    // The claim as the file has it: the equation is compared as trees, the rest as text.
    let any = if every { "∀ w : Nat, " } else { "" };
    let head = format!("{any}∀ {} : BitVec {number}, ", names.join(" "));
    let told = stated(question, &head)?;
    let statement = Statement::of(question, "identity", &format!("{head}{told}"))?;
    let mut plain = told.replace(&format!("#{number}"), "");
    for (lean, c) in OPERATORS {
        plain = plain.replace(lean, c);
    }
    let (one, other) = plain
        .split_once(" = ")
        .ok_or_else(|| Doubt::new("the claim is no equation"))?;
    let [one, other] = [Tree::read(one, &names)?, Tree::read(other, &names)?];
    let [left, right] = [Tree::read(left, &names)?, Tree::read(right, &names)?];
    ensure!(one == left && other == right, "the file says {told}");
    if statement.claimed {
        if every {
            return at_every_width(&left, &right, names.len());
        }
        return prove(&left, &right, names.len(), width);
    }
    let words = statement.behind("absurd (h ", &[')']).unwrap_or_default();
    let words = words
        .iter()
        .filter_map(|word| word.strip_suffix(&format!("#{width}")));
    let values: Vec<BigInt> = words.filter_map(|word| word.parse().ok()).collect();
    ensure!(values.len() == names.len(), "the reference has no words");
    let difference = left.integer(&values) - right.integer(&values);
    ensure!(
        !difference.is_multiple_of(&(BigInt::from(1) << width)),
        "both sides are equal there"
    );
    Ok(())
}

/// The equation behind `head` in the first theorem that the prompt shows.
fn stated<'a>(question: &Question<'a>, head: &str) -> Result<&'a str, Doubt> {
    let file = question.text("lean")?;
    let start = file
        .find("theorem identity :")
        .or(file.find("theorem not_identity :"));
    let rest = start.and_then(|start| {
        let at = file[start..].find(head)? + start + head.len();
        file[at..].lines().next()?.strip_suffix(" := by")
    });
    rest.ok_or_else(|| Doubt::new("the file states no identity"))
}

/// Integers have every width at once: bitwise operators act on their infinite two's complements. The
/// proof for 64 bits settles coefficients below 2^63; that it is no accident of 64 bits is seen at
/// integers of some hundred bits.
fn at_every_width(left: &Tree, right: &Tree, names: usize) -> Result<(), Doubt> {
    prove(left, right, names, 64)?;
    let mut state = BigInt::from(0x2545_f491_4f6c_dd1du64);
    let factor = BigInt::from(6_364_136_223_846_793_005u64);
    let modulus = BigInt::from(1) << 256;
    for round in 0..24 {
        let values: Vec<BigInt> = (0..names)
            .map(|_| {
                state = (&state * &factor + BigInt::from(1_442_695_040_888_963_407u64)) % &modulus;
                let word: BigInt = &state >> (8 * round);
                if round % 2 == 0 { word } else { -word }
            })
            .collect();
        ensure!(
            left.integer(&values) == right.integer(&values),
            "the sides differ at integers of more than 64 bits"
        );
    }
    Ok(())
}
