//! Boxes: `\boxed{…}` and its kin, matched in one pass however deep they nest.

use memchr::memchr3_iter;

/// One box in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Boxed<'a> {
    /// What stands between the braces.
    pub(super) content: &'a str,
    /// Where the box begins, in bytes.
    pub(super) start: usize,
    /// Where the text after the box begins, in bytes.
    pub(super) end: usize,
    /// Whether it is the requested spelling, `\boxed{…}`, rather than `\fbox{…}` or `boxed{…}`.
    pub(super) requested: bool,
    /// Whether its closing brace exists; an unclosed box runs to the end of the text.
    pub(super) closed: bool,
}

/// A box seen open while the braces are matched.
struct Open {
    start: usize,
    content: usize,
    depth: usize,
    requested: bool,
}

/// Finds the outermost boxes of `text` in order; `heads` are the positions of `boxed` and `fbox`
/// in it, ascending.
///
/// A box inside a box belongs to the outer one's content. A box without a closing brace is given
/// only if it is the last, since anything after an earlier one shows that the brace was forgotten.
pub(super) fn boxes<'a>(text: &'a str, heads: &[usize]) -> Vec<Boxed<'a>> {
    let mut heads = heads.iter().filter_map(|&at| head(text, at)).peekable();
    let Some(first) = heads.peek() else {
        return Vec::new();
    };
    let offset = first.start;
    let bytes = text.as_bytes();
    let mut open: Vec<Open> = Vec::new();
    let mut found: Vec<Boxed<'a>> = Vec::new();
    let mut depth = 0usize;
    // A brace after a backslash is a character; a backslash after a backslash is one too.
    let mut escaped = usize::MAX;
    for at in memchr3_iter(b'{', b'}', b'\\', &bytes[offset..]) {
        let at = at + offset;
        if at == escaped {
            continue;
        }
        match bytes[at] {
            b'\\' => escaped = at + 1,
            b'{' => {
                depth += 1;
                while heads.next_if(|head| head.content <= at).is_some() {}
                if let Some(head) = heads.next_if(|head| head.content == at + 1) {
                    open.push(Open { depth, ..head });
                }
            }
            _ => {
                if let Some(head) = open.pop_if(|head| head.depth == depth) {
                    while found.pop_if(|inner| inner.start > head.start).is_some() {}
                    found.push(Boxed {
                        content: &text[head.content..at],
                        start: head.start,
                        end: at + 1,
                        requested: head.requested,
                        closed: true,
                    });
                }
                depth = depth.saturating_sub(1);
            }
        }
    }
    if let Some(head) = open.last()
        && found.last().is_none_or(|last| last.start < head.start)
    {
        found.push(Boxed {
            content: &text[head.content..],
            start: head.start,
            end: text.len(),
            requested: head.requested,
            closed: false,
        });
    }
    found
}

/// The head of a box whose name begins at `at`, if an opening brace follows the name.
fn head(text: &str, at: usize) -> Option<Open> {
    let bytes = text.as_bytes();
    let (name, after) = if text[at..].starts_with("boxed") {
        ("boxed", at + 5)
    } else {
        ("fbox", at + 4)
    };
    let gap = bytes[after..]
        .iter()
        .take(2)
        .take_while(|&&byte| byte == b' ')
        .count();
    let brace = after + gap;
    if bytes.get(brace) != Some(&b'{') {
        return None;
    }
    let escaped = at > 0 && bytes[at - 1] == b'\\';
    let lettered = at > 0 && bytes[at - 1].is_ascii_alphabetic();
    (!lettered).then_some(Open {
        start: if escaped { at - 1 } else { at },
        content: brace + 1,
        depth: 0,
        requested: escaped && name == "boxed",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, bool, bool)> {
        let heads: Vec<usize> = memchr::memmem::find_iter(text.as_bytes(), b"box")
            .map(|at| {
                if text[at..].starts_with("boxed") {
                    at
                } else {
                    at.saturating_sub(1)
                }
            })
            .collect();
        boxes(text, &heads)
            .into_iter()
            .map(|found| (found.content, found.requested, found.closed))
            .collect()
    }

    #[test]
    fn braces_are_balanced() {
        assert_eq!(
            found(r"so \boxed{\frac{7}{2}}."),
            [(r"\frac{7}{2}", true, true)]
        );
        assert_eq!(found(r"\boxed{\{1, 2\}}"), [(r"\{1, 2\}", true, true)]);
        assert_eq!(found(r"a } b { \boxed{4}"), [("4", true, true)]);
        assert_eq!(found(r"\boxed {4}"), [("4", true, true)]);
    }

    #[test]
    fn an_inner_box_belongs_to_the_outer() {
        assert_eq!(found(r"\boxed{\boxed{42}}"), [(r"\boxed{42}", true, true)]);
        assert_eq!(
            found(r"\boxed{\boxed{1} \boxed{2}} \boxed{3}"),
            [(r"\boxed{1} \boxed{2}", true, true), ("3", true, true)]
        );
    }

    #[test]
    fn other_spellings_are_told_apart() {
        assert_eq!(
            found(r"\fbox{1} boxed{2} unboxed{3}"),
            [("1", false, true), ("2", false, true)]
        );
    }

    #[test]
    fn only_a_last_box_may_stay_open() {
        assert_eq!(found(r"\boxed{42"), [("42", true, false)]);
        assert_eq!(found(r"\boxed{1 and \boxed{2}"), [("2", true, true)]);
        assert_eq!(
            found(r"\boxed{1} \boxed{2"),
            [("1", true, true), ("2", true, false)]
        );
    }
}
