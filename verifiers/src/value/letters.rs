//! Rows of names that are single capital letters: `K → B → Q`.
//!
//! | spelling | read as |
//! |---|---|
//! | `K, B, Q`, `K B Q`, `[K, B, Q]`, `["K", "B", "Q"]`, `{"path": ["K", "B", "Q"]}` | K, B, Q |
//! | `K → B → Q`, `K -> B -> Q`, `K \to B \to Q`, `K-B-Q`, `K, B and Q` | the same |
//! | `1. K`, `2. B`, `3. Q`; `Step 1: vertex K` lines; `\| 1 \| K \|` rows; `{1: "K", 2: "B", 3: "Q"}` | the same |
//!
//! A number may only count the names: from 0 or 1 on, one after another, each before its name. Any
//! other word or sign, an arrow that points back among them, makes the whole unreadable, and so does
//! an ellipsis, which leaves names out.

use super::plain::DOTS;
use super::shape::{Lead, Shape};

/// A row of names, each a capital letter from A to Z.
#[derive(Clone, Copy, Debug)]
pub struct LettersShape {
    /// Whether two rows that differ in order alone are different answers.
    pub ordered: bool,
}

/// Words that say nothing beyond the names beside them.
const FILLERS: &[&str] = &[
    "and",
    "then",
    "to",
    "from",
    "before",
    "the",
    "step",
    "first",
    "next",
    "finally",
    "last",
    "start",
    "end",
    "back",
    "return",
    "go",
    "visit",
    "vertex",
    "vertices",
    "node",
    "nodes",
    "city",
    "cities",
    "task",
    "tasks",
    "item",
    "items",
    "interval",
    "intervals",
    "path",
    "route",
    "tour",
    "order",
    "ordering",
    "position",
    "selection",
    "selected",
    "choose",
    "chosen",
    "take",
    "select",
    "pack",
    "packed",
    "starting",
    "ending",
    "final",
    "answer",
    "sequence",
    "list",
    "topological",
    "shortest",
    "optimal",
    "rightarrow",
    "longrightarrow",
    "mapsto",
    "text",
    "json",
    "python",
    "plaintext",
];

/// Marks of one byte that say nothing, but for the full stop, of which two are an ellipsis.
static MARKS: [bool; 256] = {
    let mut table = [false; 256];
    let marks = b" \n\x01,;:()[]{}|->=\"'`*#_\\";
    let mut index = 0;
    while index < marks.len() {
        table[marks[index] as usize] = true;
        index += 1;
    }
    table
};

impl Shape for LettersShape {
    type Value = Vec<char>;

    fn noun(&self) -> &'static str {
        "a list of names"
    }

    fn exact(&self, text: &str) -> Option<Self::Value> {
        let mut reader = Reader {
            rest: text,
            count: None,
            counting: false,
            names: Vec::new(),
        };
        while !reader.rest.is_empty() {
            reader.token()?;
        }
        (!reader.counting && !reader.names.is_empty()).then_some(reader.names)
    }

    /// A clause states a row only as a whole, which [`Shape::exact`] has tried.
    fn leading<'t>(&self, _text: &'t str) -> Lead<'t, Self::Value> {
        Lead::Absent
    }

    fn agree(&self, one: &Self::Value, other: &Self::Value) -> bool {
        if self.ordered {
            return one == other;
        }
        let sorted = |names: &Self::Value| {
            let mut names = names.clone();
            names.sort_unstable();
            names
        };
        sorted(one) == sorted(other)
    }

    fn equations(&self) -> bool {
        false
    }
}

struct Reader<'t> {
    rest: &'t str,
    /// The last number, which counts the names.
    count: Option<u64>,
    /// Whether that number still waits for its name.
    counting: bool,
    names: Vec<char>,
}

impl Reader<'_> {
    /// Takes one number, word or mark; `None` at one that has no place in a row of names.
    fn token(&mut self) -> Option<()> {
        let marks = self.rest.bytes().position(|byte| !MARKS[usize::from(byte)]);
        self.rest = &self.rest[marks.unwrap_or(self.rest.len())..];
        let Some(first) = self.rest.chars().next() else {
            return Some(());
        };
        if first.is_ascii_digit() {
            return self.number();
        }
        if first.is_alphabetic() {
            return self.word();
        }
        if self.rest.starts_with("..") || first == DOTS {
            return None;
        }
        let mark = matches!(first, '.' | '→' | '⟶' | '➔' | '➜' | '⇒' | '↦');
        self.rest = &self.rest[first.len_utf8()..];
        mark.then_some(())
    }

    fn number(&mut self) -> Option<()> {
        let length = self
            .rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        let number: u64 = digits.parse().ok()?;
        let next = match self.count {
            None => number <= 1 && self.names.len() <= 1,
            Some(before) => before.checked_add(1) == Some(number),
        };
        if self.counting || !next {
            return None;
        }
        self.count = Some(number);
        self.counting = true;
        Some(())
    }

    fn word(&mut self) -> Option<()> {
        let length = self
            .rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        if let &[letter @ b'A'..=b'Z'] = word.as_bytes() {
            self.counting = false;
            self.names.push(char::from(letter));
            return Some(());
        }
        FILLERS
            .iter()
            .any(|filler| filler.eq_ignore_ascii_case(word))
            .then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn read(text: &str) -> Option<String> {
        let names = LettersShape { ordered: true }.exact(&plain(text));
        names.map(|names| names.into_iter().collect())
    }

    #[test]
    fn usual_spellings_give_the_same_row() {
        for text in [
            "K, B, Q",
            "K B Q",
            "[K, B, Q]",
            "(K; B; Q)",
            r"\{K, B, Q\}",
            r#"["K", "B", "Q"]"#,
            r#"{"path": ["K", "B", "Q"]}"#,
            r#"{1: "K", 2: "B", 3: "Q"}"#,
            "K → B → Q",
            "K->B->Q",
            "K => B => Q",
            "K-B-Q",
            "K – B – Q",
            r"K \to B \to Q",
            r"K \rightarrow B \rightarrow Q",
            r"\text{K} \to \text{B} \to \mathrm{Q}",
            "K, B and Q",
            "1. K\n2. B\n3. Q",
            "1) K\n2) B\n3) Q",
            "0: K, 1: B, 2: Q",
            "Step 1: vertex K\nStep 2: vertex B\nStep 3: vertex Q",
            "| Position | City |\n|---|---|\n| 1 | K |\n| 2 | B |\n| 3 | Q |",
            "- **K**\n- **B**\n- **Q**",
            r"\begin{array}{l} K \\ B \\ Q \end{array}",
            "K before B before Q.",
            "start K, then B, end Q",
            r"\text{Shortest path: } K \to B \to Q",
            "Topological order: K, B, Q",
        ] {
            assert_eq!(read(text).as_deref(), Some("KBQ"), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_row_of_names() {
        for text in [
            "",
            "...",
            "K, B, ..., Q",
            "K, B, …, Q",
            "K or B",
            "K ← B",
            "K <- B",
            "K, B, Q = 17",
            "K → B (4) → Q (3)",
            "1. K\n3. B",
            "2. K\n3. B",
            "1 2 K",
            "K, B, 1",
            "KBQ",
            "k, b, q",
            "not K",
            "99999999999999999999999. K",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn order_matters_only_where_it_should() {
        let (one, other) = (vec!['K', 'B'], vec!['B', 'K']);
        assert!(LettersShape { ordered: false }.agree(&one, &other));
        assert!(!LettersShape { ordered: true }.agree(&one, &other));
    }
}
