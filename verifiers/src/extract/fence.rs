//! Finding the program in a response: the last fenced block of code.

use super::anchors::{Anchors, Visible, visible};
use super::{Missing, Readings};
use crate::check::{Answer, Finish};
use crate::verdict::NoAnswer;

/// A fenced block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block<'a> {
    /// The first word after the opening fence.
    pub(crate) tag: &'a str,
    /// The lines between the fences.
    pub(crate) body: &'a str,
    /// Whether the closing fence is there.
    pub(crate) closed: bool,
}

/// Reads the program in a response.
///
/// Strictly, it is the last closed block whose tag is `tag`, as the prompt asks for it. Leniently,
/// it is that or else the last closed block tagged with one of `aliases` in any case, or else the
/// last closed block without a tag, or else a last block that the response forgot to close.
pub fn program(answer: Answer<'_>, tag: &str, aliases: &[&str]) -> Readings<String> {
    let missing = |missing| Readings {
        strict: Err(missing),
        lenient: None,
    };
    let anchors = Anchors::find(answer.text);
    let text = match visible(answer.text, &anchors.reasoning) {
        Visible::From(start) => &answer.text[start..],
        Visible::None => {
            return missing(Missing {
                kind: NoAnswer::Truncated,
                reason: "the reasoning never ended, so no program follows it",
            });
        }
    };
    let blocks = blocks(text);
    let last = |fits: &dyn Fn(&Block<'_>) -> bool| {
        let found = blocks.iter().rfind(|block| fits(block));
        found.map(|block| block.body.to_owned())
    };
    let known = |block: &Block<'_>| {
        aliases
            .iter()
            .any(|name| block.tag.eq_ignore_ascii_case(name))
    };
    if let Some(program) = last(&|block| block.closed && block.tag == tag) {
        return Readings {
            strict: Ok(program),
            lenient: None,
        };
    }
    let absent = || {
        super::missing(
            answer.finish,
            text,
            "the token limit cut the response before the program's end",
            "no fenced block of the asked language found",
        )
    };
    let cut = answer.finish == Finish::Length;
    let lenient = last(&|block| block.closed && known(block))
        .or_else(|| last(&|block| block.closed && block.tag.is_empty()))
        .or_else(|| last(&|block| !block.closed && !cut && (known(block) || block.tag.is_empty())));
    Readings {
        strict: Err(absent()),
        lenient: Some(lenient.ok_or_else(absent)),
    }
}

/// The fenced blocks of `text`, in order. A fence is three or more backticks or tildes after at
/// most three blanks; it is closed by at least as many of the same on a line of their own.
pub(crate) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize, &str, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let fence = fence(line);
        match (open, fence) {
            // Backticks after the opening are inline code.
            (None, Some((mark, length, rest))) if mark == '~' || !rest.contains('`') => {
                let word = rest.split_whitespace().next().unwrap_or("");
                let tag = word.split(['{', ':', ',']).next().unwrap_or("");
                open = Some((mark, length, tag, at));
            }
            (Some((mark, length, tag, from)), Some((other, count, rest)))
                if other == mark && count >= length && rest.trim().is_empty() =>
            {
                found.push(Block {
                    tag,
                    body: &text[from..start],
                    closed: true,
                });
                open = None;
            }
            _ => {}
        }
    }
    if let Some((_, _, tag, from)) = open {
        found.push(Block {
            tag,
            body: &text[from..],
            closed: false,
        });
    }
    found
}

/// The mark, length and remainder of a line that is a fence.
fn fence(line: &str) -> Option<(char, usize, &str)> {
    let bare = line.trim_start_matches(' ');
    if line.len() - bare.len() > 3 {
        return None;
    }
    let mark = bare
        .chars()
        .next()
        .filter(|mark| matches!(mark, '`' | '~'))?;
    let rest = bare.trim_start_matches(mark);
    let length = bare.len() - rest.len();
    (length >= 3).then(|| (mark, length, rest.trim_end_matches(['\n', '\r'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, finish: Finish) -> Readings<String> {
        program(
            Answer { text, finish },
            "python",
            &["python", "py", "python3"],
        )
    }

    fn strict(text: &str) -> Option<String> {
        read(text, Finish::Stop).strict.ok()
    }

    fn lenient(text: &str) -> Option<String> {
        let readings = read(text, Finish::Stop);
        readings.lenient.unwrap_or(readings.strict).ok()
    }

    #[test]
    fn the_last_block_of_the_language_counts() {
        let text =
            "First:\n```python\na\n```\nbetter:\n```python\nb\nc\n```\nIt prints\n```\n42\n```\n";
        assert_eq!(strict(text).as_deref(), Some("b\nc\n"));
        assert_eq!(lenient(text).as_deref(), Some("b\nc\n"));
    }

    #[test]
    fn other_spellings_count_leniently() {
        for text in [
            "```py\na\n```",
            "```Python3\na\n```",
            "```\na\n```",
            "~~~python title=x\na\n~~~~",
            "```python\na\n",
        ] {
            assert_eq!(lenient(text).as_deref(), Some("a\n"), "{text}");
        }
        for text in ["```py\na\n```", "```\na\n```", "```python\na\n"] {
            assert_eq!(strict(text), None, "{text}");
        }
        assert_eq!(lenient("```json\n{}\n```"), None);
        assert_eq!(lenient("print(42)"), None);
    }

    #[test]
    fn fences_inside_a_longer_fence_are_text() {
        let text = "````python\ns = '''\n```\n'''\n````\n";
        assert_eq!(strict(text).as_deref(), Some("s = '''\n```\n'''\n"));
        assert_eq!(strict("use ```python``` here\n"), None);
    }

    #[test]
    fn what_is_cut_has_no_program() {
        let cut = read("```python\na\n", Finish::Length);
        let kind = |missing: Missing| missing.kind;
        assert_eq!(cut.strict.map_err(kind), Err(NoAnswer::Truncated));
        assert_eq!(
            cut.lenient.expect("a reading").map_err(kind),
            Err(NoAnswer::Truncated)
        );
        let whole = read("```python\na\n```\nThis works bec", Finish::Length);
        assert_eq!(whole.strict, Ok("a\n".to_owned()));
    }

    #[test]
    fn reasoning_is_not_read() {
        assert_eq!(strict("<think>```python\na\n```</think> none"), None);
        let text = "<think>```python\na\n```</think>\n```python\nb\n```";
        assert_eq!(strict(text).as_deref(), Some("b\n"));
    }
}
