//! Templates of an answer, such as `\boxed{answer}` in a restated prompt.

use crate::value::plain::{DOTS, is_space};

/// Words that stand for an answer without being one.
const WORDS: &[&str] = &[
    "answer",
    "answers",
    "your",
    "the",
    "final",
    "result",
    "number",
    "numbers",
    "value",
    "values",
    "integer",
    "integers",
    "list",
    "fraction",
    "decimal",
    "option",
    "choice",
    "relation",
    "comparison",
    "solution",
    "here",
    "insert",
    "of",
    "element",
    "elements",
    "comma",
    "separated",
    "sorted",
    "in",
    "as",
    "a",
    "an",
    "with",
    "expression",
    "content",
    "contents",
    "placeholder",
    "xxx",
    "ans",
    "antwort",
    "réponse",
    "respuesta",
    "答案",
    "word",
    "blank",
];

/// The most bytes of a template; a longer text is something else.
const LONGEST: usize = 120;

/// Whether `text`, in plain spelling, only shows where an answer belongs: it is empty, or made of
/// such words, single letters, blanks and dots, and holds no digit outside a subscript.
pub(crate) fn is_placeholder(text: &str) -> bool {
    if text.len() > LONGEST {
        return text.chars().all(is_space);
    }
    let subscript = |before: &str| before.ends_with('_') || before.ends_with("_{");
    let text = text.trim();
    let mut rest = text
        .strip_prefix('<')
        .and_then(|inner| inner.strip_suffix('>'))
        .unwrap_or(text);
    let text = rest;
    loop {
        rest = rest.trim_start_matches(|c: char| {
            is_space(c)
                || c == DOTS
                || matches!(
                    c,
                    '.' | '_'
                        | '?'
                        | '['
                        | ']'
                        | '{'
                        | '}'
                        | '('
                        | ')'
                        | ','
                        | ';'
                        | '*'
                        | '\''
                        | '"'
                        | '`'
                        | '-'
                        | '\\'
                        | '|'
                        | '/'
                )
        });
        if rest.is_empty() {
            return true;
        }
        let length = rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len());
        let word = &rest[..length];
        let known = WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
            || word.chars().count() == 1 && word.chars().all(char::is_alphabetic)
            || word.bytes().all(|byte| byte.is_ascii_digit())
                && subscript(&text[..text.len() - rest.len()]);
        if length == 0 || !known {
            return false;
        }
        rest = &rest[length..];
    }
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;
    use crate::value::plain::plain;

    #[test]
    fn templates_are_told_from_answers() {
        for text in [
            "",
            " ",
            "answer",
            "your answer",
            r"\text{answer}",
            "...",
            "…",
            "x",
            "?",
            "[a_1, a_2, \\ldots]",
            "<answer>",
        ] {
            assert!(is_placeholder(&plain(text)), "{text}");
        }
        for text in ["42", "undefined", "3+4", "no solution", "a_1 + 3", "xy"] {
            assert!(!is_placeholder(&plain(text)), "{text}");
        }
    }
}
