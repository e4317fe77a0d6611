//! Values with how often each occurs.
//!
//! | spelling | read as |
//! |---|---|
//! | `[[3, 2], [5, 1]]`, `(3, 2), (5, 1)`, `\begin{matrix} 3 & 2 \\ 5 & 1 \end{matrix}` | 3 twice, 5 once |
//! | `3: 2, 5: 1`, `{3: 2, 5: 1}`, `{"3": 2, "5": 1}`, `3 → 2; 5 → 1`, `3 = 2, 5 = 1` | the same |
//! | `[{"value": 3, "count": 2}, …]`, also with the count first | the same |
//! | `\| 3 \| 2 \|` rows with any heading, `- 3: 2 times` lines, `3 appears twice, 5 once`, `3 (2), 5 (1)` | the same |
//!
//! The two numbers of a pair must be held together by a mark between them, by brackets or by a
//! line of their own: `3, 2, 5, 1` is no tally. Neither is a text with any other word, an
//! ellipsis or an alternative.

use super::list::{MAX_ITEMS, closing};
use super::number::{Number, Spaces};
use super::plain::{DOTS, FRACTION, THIN, trim};
use super::shape::{Lead, Shape};

/// Values, each with its count, in the order stated.
#[derive(Clone, Copy, Debug)]
pub struct TallyShape;

impl Shape for TallyShape {
    type Value = Vec<(Number, Number)>;

    fn noun(&self) -> &'static str {
        "a list of values and counts"
    }

    fn exact(&self, text: &str) -> Option<Self::Value> {
        let text = trim(text);
        Reader {
            text,
            at: 0,
            many_lines: text.contains('\n'),
            line_begins: true,
            group: Group::default(),
            found: Vec::new(),
        }
        .read()
    }

    fn leading<'t>(&self, text: &'t str) -> Lead<'t, Self::Value> {
        let Some(end) = closing(text) else {
            return if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
                Lead::Unclear
            } else {
                Lead::Absent
            };
        };
        match self.exact(&text[..end]) {
            Some(value) => Lead::Value(value, &text[end..]),
            None => Lead::Unclear,
        }
    }

    /// In any order.
    fn agree(&self, one: &Self::Value, other: &Self::Value) -> bool {
        let spelled = |value: &Self::Value| {
            let mut pairs: Vec<String> = value
                .iter()
                .map(|(value, count)| format!("{value}: {count}"))
                .collect();
            pairs.sort_unstable();
            pairs
        };
        spelled(one) == spelled(other)
    }

    /// An equals sign joins a value to its count.
    fn equations(&self) -> bool {
        false
    }
}

/// What a word says about the number after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Value,
    Count,
}

/// A pair in the making.
#[derive(Default)]
struct Group {
    first: Option<Number>,
    second: Option<Number>,
    /// A mark or word between the two joins them.
    linked: bool,
    /// A comma stands after the first.
    comma: bool,
    /// A brace was closed after the first, as `\textbf{3}` leaves it.
    closed: bool,
    /// A bracket opened right before the first.
    bracketed: bool,
    /// The last word before either number.
    roles: [Option<Role>; 2],
}

impl Group {
    fn len(&self) -> usize {
        usize::from(self.first.is_some()) + usize::from(self.second.is_some())
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    many_lines: bool,
    line_begins: bool,
    group: Group,
    found: Vec<(Number, Number)>,
}

impl Reader<'_> {
    fn read(mut self) -> Option<Vec<(Number, Number)>> {
        while let Some(c) = self.text[self.at..].chars().next() {
            self.take(c)?;
        }
        self.close()?;
        (!self.found.is_empty()).then_some(self.found)
    }

    /// Takes the mark, word or number that begins with `c`.
    fn take(&mut self, c: char) -> Option<()> {
        let rest = &self.text[self.at..];
        let next = rest[c.len_utf8()..].chars().next();
        let signed = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
        if c.is_ascii_digit()
            || c == FRACTION
            || c == '.' && next.is_some_and(|c| c.is_ascii_digit())
            || matches!(c, '-' | '+') && (signed(next) || next == Some(FRACTION))
        {
            return self.number();
        }
        if c.is_alphabetic() {
            return self.word();
        }
        if c == '-' {
            return self.dash(next);
        }
        let begins = std::mem::replace(&mut self.line_begins, false);
        self.at += c.len_utf8();
        let len = self.group.len();
        match c {
            ' ' | '#' | THIN | '_' | '`' | '"' | '\'' | '\\' | '>' => self.line_begins = begins,
            '\n' => {
                self.line_begins = true;
                let goes_on = self.group.comma && self.group.bracketed;
                match len {
                    0 => self.group.roles = [None; 2],
                    1 if goes_on => {}
                    _ => self.close()?,
                }
            }
            // A star between spaces multiplies; elsewhere it is emphasis or a bullet.
            '*' => {
                let before = self.text[..self.at - 1].ends_with(' ');
                if len == 1 && before && next == Some(' ') {
                    return None;
                }
                self.line_begins = begins;
            }
            ':' | '=' | '→' | '↦' | '⇒' | '|' => self.group.linked |= len == 1,
            ',' => match len {
                1 if self.group.linked || self.group.closed => return None,
                1 => self.group.comma = true,
                2 if self.group.linked => self.close()?,
                _ => {}
            },
            ';' => self.close()?,
            '.' => {
                if next == Some('.') {
                    return None;
                }
                self.close()?;
            }
            '(' if len == 1 => self.group.linked = true,
            '{' if len == 1 => {}
            '[' | '(' | '{' => {
                self.close()?;
                self.group.bracketed = true;
            }
            '}' if len == 1 => self.group.closed = true,
            ']' | ')' | '}' => self.close()?,
            DOTS => return None,
            _ => return None,
        }
        Some(())
    }

    /// An arrow, the rule under a table's heading, or a bullet; any other dash is an expression.
    fn dash(&mut self, next: Option<char>) -> Option<()> {
        match next {
            Some('>') => self.group.linked |= self.group.len() == 1,
            Some('-' | '|' | ':') if self.group.len() == 0 => {}
            Some(' ') if self.line_begins && self.many_lines => {}
            Some(' ') if self.group.len() == 0 || self.group.linked => return self.number(),
            _ => return None,
        }
        self.line_begins = false;
        self.at += 1;
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        let text = &self.text[self.at..];
        let (number, rest) = Number::leading(text, Spaces::Part)?;
        // "3-2" is an expression.
        let parted = self.group.linked || self.group.comma;
        if self.group.len() == 1 && !parted && text.starts_with(['-', '+']) {
            return None;
        }
        self.at = self.text.len() - rest.len();
        self.line_begins = false;
        self.push(number)
    }

    fn push(&mut self, number: Number) -> Option<()> {
        if self.group.len() == 2 {
            // "3: 2 5: 1" needs no mark between its pairs, "3, 2, 5, 1" has none within them.
            if !self.group.linked {
                return None;
            }
            self.close()?;
        }
        if self.group.first.is_none() {
            self.group.first = Some(number);
        } else {
            self.group.second = Some(number);
        }
        Some(())
    }

    fn word(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        let length = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        let word = &rest[..length];
        self.at += length;
        self.line_begins = false;
        let is = |known: &&str| known.eq_ignore_ascii_case(word);
        let len = self.group.len();
        if ["value", "values", "element", "elements", "number", "item"]
            .iter()
            .any(is)
        {
            self.role(Role::Value);
        } else if ["count", "counts", "frequency", "freq", "occurrences"]
            .iter()
            .any(is)
        {
            self.role(Role::Count);
        } else if LINKS.iter().any(is) {
            self.group.linked |= len == 1;
        } else if word.eq_ignore_ascii_case("and") {
            self.close()?;
        } else if let Some(times) = TIMES.iter().position(is) {
            // "5 once" needs no verb.
            if len != 1 {
                return None;
            }
            self.group.linked = true;
            let digit = ["1", "2", "3"].get(times)?;
            self.push(Number::exact(digit)?)?;
        } else if !FILLERS.iter().any(is) {
            return None;
        }
        Some(())
    }

    fn role(&mut self, role: Role) {
        let len = self.group.len();
        if let Some(slot) = self.group.roles.get_mut(len) {
            *slot = Some(role);
        }
    }

    /// Ends the pair; a number without its partner is no pair.
    fn close(&mut self) -> Option<()> {
        let group = std::mem::take(&mut self.group);
        match (group.first, group.second) {
            (None, None) => Some(()),
            (Some(first), Some(second)) if self.found.len() < MAX_ITEMS => {
                let turned = group.roles == [Some(Role::Count), Some(Role::Value)];
                self.found.push(if turned {
                    (second, first)
                } else {
                    (first, second)
                });
                Some(())
            }
            _ => None,
        }
    }
}

/// Words that join a value to its count.
const LINKS: &[&str] = &[
    "to",
    "rightarrow",
    "longrightarrow",
    "mapsto",
    "implies",
    "appears",
    "occurs",
    "is",
    "has",
    "with",
    "appearing",
    "occurring",
];

/// Counts as words.
const TIMES: &[&str] = &["once", "twice", "thrice"];

/// Words that say nothing about the pairs.
const FILLERS: &[&str] = &[
    "time",
    "times",
    "occurrence",
    "x",
    "text",
    "json",
    "python",
    "hline",
    "quad",
    "each",
];

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn read(text: &str) -> Option<Vec<(i64, i64)>> {
        TallyShape.exact(&plain(text)).map(|pairs| {
            let small = |number: &Number| number.to_i64().expect("a small integer");
            pairs
                .iter()
                .map(|(value, count)| (small(value), small(count)))
                .collect()
        })
    }

    #[test]
    fn usual_spellings_give_the_same_tally() {
        for text in [
            "[[-3, 2], [5, 1]]",
            "[(-3, 2), (5, 1)]",
            "(-3, 2), (5, 1)",
            r"\{(-3, 2), (5, 1)\}",
            r"\{-3: 2, 5: 1\}",
            "{-3: 2, 5: 1}",
            r#"{"-3": 2, "5": 1}"#,
            "-3: 2, 5: 1",
            "-3:2 5:1",
            "-3: 2; 5: 1",
            "-3: 2\n5: 1",
            "-3=2, 5=1",
            "-3 -> 2, 5 -> 1",
            "-3 => 2, 5 => 1",
            "−3 → 2\n5 → 1",
            r"-3 \to 2,\ 5 \mapsto 1",
            r"-3 \rightarrow 2, \quad 5 \rightarrow 1",
            r"\begin{bmatrix} -3 & 2 \\ 5 & 1 \end{bmatrix}",
            r"\begin{array}{c|c} -3 & 2 \\ \hline 5 & 1 \end{array}",
            r#"[{"value": -3, "count": 2}, {"value": 5, "count": 1}]"#,
            r#"[{"count": 2, "value": -3}, {"count": 1, "value": 5}]"#,
            "[\n  [\n    -3,\n    2\n  ],\n  [\n    5,\n    1\n  ]\n]",
            "| Value | Count |\n|---|---|\n| -3 | 2 |\n| 5 | 1 |",
            "| Value | Count |\n|:--:|--:|\n| **-3** | 2 |\n| **5** | 1 |",
            "- -3: 2 times\n- 5: 1 time",
            "* -3: 2\n* 5: 1",
            "**-3**: 2, **5**: 1",
            r"\textbf{-3}: 2, \textbf{5}: 1",
            r"\text{-3: 2, 5: 1}",
            "-3 (2), 5 (1)",
            "-3 (2 times), 5 (1 time)",
            "-3 appears 2 times, 5 appears 1 time",
            "-3 appears twice and 5 appears once.",
            "-3 twice, 5 once",
            "-3, 2\n5, 1",
            "-3 2\n5 1",
            "-3.0: 2, 5: 1.0",
        ] {
            assert_eq!(read(text), Some(vec![(-3, 2), (5, 1)]), "{text}");
        }
        assert_eq!(read("[7, 8]"), Some(vec![(7, 8)]));
    }

    #[test]
    fn anything_else_is_no_tally() {
        for text in [
            "",
            "[]",
            "3",
            "3, 2, 5, 1",
            "[3, 2, 5, 1]",
            "3,\n2,\n5,\n1",
            "[3], [2]",
            "[3, 2, 1], [5, 1, 1]",
            "[3: 2, 5]",
            "3: 2, ..., 5: 1",
            "3: 2, …",
            "3: 2 or 3",
            "3 - 2",
            "3-2",
            "3 * 2, 5 * 1",
            "3: two",
            "| 1 | 3 | 2 |\n| 2 | 5 | 1 |",
            "3: 1+1",
            "3 is not 2",
            r"\{3\}, \{2\}",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
