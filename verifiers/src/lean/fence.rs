//! Finding the Lean code that a response ends with. Lean's own text never begins a line with three
//! backticks.

use crate::check::{Answer, Finish};
use crate::extract::{self, Missing, blocks};
use crate::verdict::NoAnswer;

/// Whether the word behind a fence names Lean.
fn is_lean(language: &str) -> bool {
    ["lean", "lean4"].contains(&language.to_ascii_lowercase().as_str())
}

/// Words with which a Lean file may begin.
const OPENINGS: [&str; 9] = [
    "import",
    "theorem",
    "lemma",
    "noncomputable",
    "namespace",
    "open",
    "section",
    "universe",
    "set_option",
];

/// The Lean code with which a response ends: strictly the last closed block fenced as `lean`, behind
/// which no other is opened; leniently the last fenced block of any kind, even an open one, or the
/// whole text if it begins as a Lean file does. Reasoning that a server left in is passed over.
///
/// # Errors
/// [`Missing`] says what there is instead. A response that the token limit cuts inside a block, or
/// before any, is truncated.
pub fn code<'a>(answer: Answer<'a>, strict: bool) -> Result<&'a str, Missing> {
    let text = extract::behind_reasoning(answer.text)?;
    let cut = answer.finish == Finish::Length;
    let found = blocks(text);
    let missing = |reason| Err(extract::absent(answer, text, reason));
    let Some(last) = found.last() else {
        let first = text.split_whitespace().next().unwrap_or_default();
        if !strict && !cut && OPENINGS.contains(&first) {
            return Ok(text);
        }
        return missing("no block fenced as ```lean is found");
    };
    if cut && !last.closed {
        return Err(Missing {
            kind: NoAnswer::Truncated,
            reason: "the token limit cut the response inside its last block",
        });
    }
    if !strict {
        let lean = found.iter().rev().find(|block| is_lean(block.tag));
        return Ok(lean.unwrap_or(last).body);
    }
    match found.iter().rev().find(|block| is_lean(block.tag)) {
        Some(block) if block.closed && last.closed => Ok(block.body),
        Some(_) => missing("the last block is not closed"),
        None => missing("no block is fenced as ```lean"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, finish: Finish, strict: bool) -> Result<&str, NoAnswer> {
        code(Answer { text, finish }, strict).map_err(|missing| missing.kind)
    }

    #[test]
    fn the_last_lean_block_is_taken() {
        let two = "First\n```lean\none\n```\nthen\n``` lean4 title\ntwo\n  ```\n```text\nx\n```\n";
        for strict in [true, false] {
            assert_eq!(read(two, Finish::Stop, strict), Ok("two\n"));
        }
        let long = "````lean\n```\ninner\n````";
        assert_eq!(read(long, Finish::Stop, true), Ok("```\ninner\n"));
    }

    #[test]
    fn other_forms_are_read_leniently() {
        for (text, code) in [
            ("```\nomega\n```", "omega\n"),
            ("~~~coq\nomega\n~~~", "omega\n"),
            ("so\n```lean\nomega", "omega"),
            ("theorem t : True := trivial", "theorem t : True := trivial"),
        ] {
            assert_eq!(
                read(text, Finish::Stop, true),
                Err(NoAnswer::Unparsable),
                "{text}"
            );
            assert_eq!(read(text, Finish::Stop, false), Ok(code), "{text}");
        }
        assert_eq!(
            read("by omega", Finish::Stop, false),
            Err(NoAnswer::Unparsable)
        );
        assert_eq!(
            read("`` `lean` ``", Finish::Stop, false),
            Err(NoAnswer::Unparsable)
        );
    }

    #[test]
    fn what_is_cut_is_truncated() {
        for strict in [true, false] {
            for text in [
                "```lean\nomega",
                "```lean\na\n```\n```lean\nomeg",
                "Let me",
                "theorem t",
            ] {
                let kind = read(text, Finish::Length, strict);
                assert_eq!(kind, Err(NoAnswer::Truncated), "{text}");
            }
            let whole = "```lean\nomega\n```\nThis pro";
            assert_eq!(read(whole, Finish::Length, strict), Ok("omega\n"));
        }
        assert_eq!(read("", Finish::Refused, true), Err(NoAnswer::Refused));
        assert_eq!(
            read("<think>hm", Finish::Stop, true),
            Err(NoAnswer::Truncated)
        );
        let thought = "<think>```lean\nx\n```</think>\n```lean\ny\n```";
        assert_eq!(read(thought, Finish::Stop, true), Ok("y\n"));
    }
}
