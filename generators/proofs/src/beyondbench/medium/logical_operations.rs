//! `beyondbench.medium.logical_operations`, by reading the printed formula with two stacks.

use tribunal_verifiers::Check;

use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.medium.logical_operations",
    method: "reading the formula with two stacks",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let text = question.text("expression")?;
    let values = question.text("values")?;
    let lookup = |name: &str| {
        let mut assigned = values.split(", ").filter_map(|text| text.split_once(" = "));
        let (_, value) = assigned.find(|(known, _)| *known == name)?;
        match value {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    };
    let Some(value) = evaluate(text, lookup) else {
        return Err(Doubt::new(format!("{text} can't be read")));
    };
    let Check::Choice(key) = question.check else {
        return Err(Doubt::new("the key is not a choice"));
    };
    let name = key
        .options
        .get(key.expected)
        .map(|option| option.name.as_str());
    ensure!(
        name == Some(if value { "true" } else { "false" }),
        "the formula is {value}, the key says {name:?}"
    );
    Ok(())
}

/// What waits for its right side.
#[derive(Clone, Copy, PartialEq)]
enum Waiting {
    Bracket,
    Not,
    And,
    Or,
    Xor,
}

/// The value of a formula in which every operator has its pair of brackets, as a machine with two
/// stacks reads it from left to right; `None` for anything else.
fn evaluate(text: &str, value: impl Fn(&str) -> Option<bool>) -> Option<bool> {
    let (mut values, mut waiting) = (Vec::new(), Vec::new());
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' | ')' => 1,
            _ => rest.find([' ', '(', ')']).unwrap_or(rest.len()),
        };
        let word = &rest[..length];
        rest = rest[length..].trim_start();
        match word {
            "(" => waiting.push(Waiting::Bracket),
            "NOT" => waiting.push(Waiting::Not),
            "AND" => waiting.push(Waiting::And),
            "OR" => waiting.push(Waiting::Or),
            "XOR" => waiting.push(Waiting::Xor),
            ")" => {
                let (right, left): (bool, bool) = (values.pop()?, values.pop()?);
                let joined = match waiting.pop()? {
                    Waiting::And => left & right,
                    Waiting::Or => left | right,
                    Waiting::Xor => left ^ right,
                    Waiting::Bracket | Waiting::Not => return None,
                };
                if waiting.pop()? != Waiting::Bracket {
                    return None;
                }
                values.push(joined);
            }
            name => values.push(value(name)?),
        }
        // A negation waits for the one value that is complete now.
        let complete = word == ")" || !matches!(word, "(" | "NOT" | "AND" | "OR" | "XOR");
        while complete && waiting.last() == Some(&Waiting::Not) {
            waiting.pop();
            let last = values.last_mut()?;
            *last = !*last;
        }
    }
    match (values.as_slice(), waiting.as_slice()) {
        ([value], []) => Some(*value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_read() {
        let value = |name: &str| match name {
            "A" => Some(true),
            "B" => Some(false),
            _ => None,
        };
        for (text, wanted) in [
            ("A", Some(true)),
            ("NOT A", Some(false)),
            ("(A AND B)", Some(false)),
            ("(A OR B)", Some(true)),
            ("(A XOR A)", Some(false)),
            ("NOT (NOT (A AND B) XOR (B OR A))", Some(true)),
            ("(A AND C)", None),
            ("(A AND B", None),
            ("A AND B", None),
            ("A B", None),
            ("(A)", None),
            ("", None),
        ] {
            assert_eq!(evaluate(text, value), wanted, "{text}");
        }
    }
}
