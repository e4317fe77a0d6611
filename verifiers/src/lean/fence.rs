//! Finding the Lean code that a response ends with.
//!
//! Code stands in fences as Markdown has them: a line that begins with three or more backticks or
//! tildes opens one, with words behind them that name the language, and a line of at least as many
//! of the same and nothing else closes it. Lean's own text never begins a line with three backticks.

use crate::check::{Answer, Finish};
use crate::extract::{self, Missing};
use crate::verdict::NoAnswer;

/// A fenced block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Block<'a> {
    /// The first word behind the opening fence.
    language: &'a str,
    /// What stands between the fences.
    code: &'a str,
    /// Whether a fence closes it.
    closed: bool,
}

/// The marks that a line's fence is made of, and what follows them.
fn marks(line: &str) -> Option<(char, usize, &str)> {
    let text = line.trim_start_matches(' ');
    if line.len() - text.len() > 3 {
        return None;
    }
    let mark = text
        .chars()
        .next()
        .filter(|mark| ['`', '~'].contains(mark))?;
    let rest = text.trim_start_matches(mark);
    let count = text.len() - rest.len();
    (count >= 3).then_some((mark, count, rest.trim()))
}

/// The fenced blocks of `text`, in order; only the last may be open.
fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize, &str, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if let Some((mark, count, rest)) = marks(line) {
            match open {
                Some((opened, least, language, start)) => {
                    if mark == opened && count >= least && rest.is_empty() {
                        found.push(Block {
                            language,
                            code: &text[start..at],
                            closed: true,
                        });
                        open = None;
                    }
                }
                // Backticks behind the first ones make it code within a line.
                None if !(mark == '`' && rest.contains('`')) => {
                    let language = rest.split([' ', '\t', '{', ',']).next().unwrap_or_default();
                    open = Some((mark, count, language, end));
                }
                None => {}
            }
        }
        at = end;
    }
    if let Some((_, _, language, start)) = open {
        found.push(Block {
            language,
            code: &text[start..],
            closed: false,
        });
    }
    found
}

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
        let lean = found.iter().rev().find(|block| is_lean(block.language));
        return Ok(lean.unwrap_or(last).code);
    }
    match found.iter().rev().find(|block| is_lean(block.language)) {
        Some(block) if block.closed && last.closed => Ok(block.code),
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
