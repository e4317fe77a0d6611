//! Square grids of digits.
//!
//! | spelling | read as |
//! |---|---|
//! | `1234, 3412, 2143, 4321`, the same a row a line, `1 2 3 4` lines, all digits in one run | the grid, row by row |
//! | `[[1, 2, 3, 4], …]`, `{"row1": [1, 2, 3, 4], …}`, `(1,2,3,4); …` | the same |
//! | `1 2 \| 3 4` with `----+----` between bands, box-drawing characters | the same |
//! | Markdown tables, with or without a header `1 … 4` or `c1 … c4`, `\begin{array}{cc\|cc}1 & 2 & …` | the same |
//! | `Row 1: 1 2 3 4`, `1. 1234`, `r1: …`, a table's first column, counted from 1 or 0 | the same, labels left out |
//!
//! The digits must be exactly as many as the grid has cells, apart from a label before each row and
//! a row of labels at the top. A word that is no part of such a dress, and an ellipsis, make the
//! whole unreadable; so does a second grid.

use super::plain::{DOTS, GROUP_COMMA, THIN};
use super::shape::{Lead, Shape};

/// A grid of `side` rows and `side` columns of digits, row by row.
#[derive(Clone, Copy, Debug)]
pub struct GridShape {
    /// How many rows and columns there are; at most 9, so that every cell is one digit.
    pub side: usize,
    /// How many columns a box has, since its digits may be written as one run.
    pub part: usize,
}

/// Words that dress a grid.
const FILLERS: &[&str] = &[
    "row",
    "rows",
    "col",
    "cols",
    "column",
    "columns",
    "line",
    "grid",
    "board",
    "sudoku",
    "solution",
    "solved",
    "completed",
    "final",
    "answer",
    "the",
    "is",
    "and",
    "json",
    "python",
    "text",
    "hline",
    "array",
    "np",
    "list",
    "to",
    "rightarrow",
];

/// Commands whose argument names columns to draw under.
const RULES: &[&str] = &["cline", "cmidrule"];

impl Shape for GridShape {
    type Value = Vec<u8>;

    fn noun(&self) -> &'static str {
        "a grid"
    }

    fn exact(&self, text: &str) -> Option<Vec<u8>> {
        self.undressed(self.digits(text)?)
    }

    /// A clause states a grid only as a whole, which [`Shape::exact`] has tried.
    fn leading<'t>(&self, _text: &'t str) -> Lead<'t, Vec<u8>> {
        Lead::Absent
    }

    fn equations(&self) -> bool {
        false
    }
}

impl GridShape {
    /// All digits in order, of which no more are read than a labelled grid has.
    fn digits(&self, text: &str) -> Option<Vec<u8>> {
        let most = (self.side + 1) * (self.side + 1);
        let mut digits = Vec::with_capacity(most);
        let mut rest = text;
        while let Some(&first) = rest.as_bytes().first() {
            match first {
                b'0'..=b'9' => {
                    let run = rest.bytes().take_while(u8::is_ascii_digit).count();
                    let known = [1, self.part, self.side, self.side * self.side];
                    if !known.contains(&run) || digits.len() + run > most {
                        return None;
                    }
                    digits.extend(rest[..run].bytes().map(|byte| byte - b'0'));
                    rest = &rest[run..];
                }
                b'.' if rest.starts_with("..") => return None,
                b' ' | b'\n' | b',' | b';' | b':' | b'.' | b'|' | b'[' | b']' | b'(' | b')'
                | b'{' | b'}' | b'-' | b'+' | b'=' | b'>' | b'/' | b'"' | b'\'' | b'`' | b'*'
                | b'#' | b'_' | b'\\' => rest = &rest[1..],
                b'a'..=b'z' | b'A'..=b'Z' => {
                    let end = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                    let (word, after) = rest.split_at(end);
                    rest = after;
                    let is = |known: &&str| known.eq_ignore_ascii_case(word);
                    if RULES.iter().any(is) {
                        // The argument is short; a brace farther on is none of its.
                        let close = rest.bytes().take(16).position(|byte| byte == b'}')?;
                        rest = &rest[close + 1..];
                        continue;
                    }
                    // `ccc` lays out columns, `r1` and `c1` label a row and a column.
                    let layout = word
                        .bytes()
                        .all(|byte| matches!(byte, b'c' | b'C' | b'l' | b'L' | b'r' | b'R'));
                    if !layout && !FILLERS.iter().any(is) {
                        return None;
                    }
                }
                _ => {
                    let c = rest.chars().next()?;
                    let mark = matches!(c, THIN | GROUP_COMMA | '→' | '\u{20e3}')
                        || ('\u{2500}'..='\u{257f}').contains(&c);
                    if !mark || c == DOTS {
                        return None;
                    }
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
        Some(digits)
    }

    /// The cells, without a label before each row and without a row of labels at the top.
    fn undressed(&self, mut digits: Vec<u8>) -> Option<Vec<u8>> {
        let side = self.side;
        let cells = side * side;
        if digits.len() == cells {
            return Some(digits);
        }
        let counts = |digits: &[u8]| {
            [0, 1].iter().any(|&from| {
                let mut wanted = from..from + side;
                digits.chunks(side + 1).all(|row| {
                    wanted
                        .next()
                        .is_some_and(|number| usize::from(row[0]) == number)
                })
            })
        };
        let header = (1..)
            .zip(&digits[..side.min(digits.len())])
            .all(|(n, &digit)| n == digit)
            || (0..)
                .zip(&digits[..side.min(digits.len())])
                .all(|(n, &digit)| n == digit);
        let labels = cells + side;
        if digits.len() == labels + side && header {
            digits.drain(..side);
        }
        if digits.len() != labels {
            return None;
        }
        if counts(&digits) {
            let rows = digits.chunks(side + 1).flat_map(|row| &row[1..]);
            return Some(rows.copied().collect());
        }
        header.then(|| digits.split_off(side))
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    const SHAPE: GridShape = GridShape { side: 4, part: 2 };
    const WANTED: &[u8] = &[1, 2, 3, 4, 3, 4, 1, 2, 2, 1, 4, 3, 4, 3, 2, 1];

    fn read(text: &str) -> Option<Vec<u8>> {
        SHAPE.exact(&plain(text))
    }

    #[test]
    fn usual_spellings_give_the_same_grid() {
        for text in [
            "1234, 3412, 2143, 4321",
            "1234\n3412\n2143\n4321",
            "1234/3412/2143/4321",
            "1234341221434321",
            "1 2 3 4\n3 4 1 2\n2 1 4 3\n4 3 2 1",
            "1 2 3 4; 3 4 1 2; 2 1 4 3; 4 3 2 1",
            "12 34\n34 12\n21 43\n43 21",
            "[[1, 2, 3, 4], [3, 4, 1, 2], [2, 1, 4, 3], [4, 3, 2, 1]]",
            "[1,2,3,4],[3,4,1,2],[2,1,4,3],[4,3,2,1]",
            r#"{"grid": [[1,2,3,4],[3,4,1,2],[2,1,4,3],[4,3,2,1]]}"#,
            r#"{"row1": [1,2,3,4], "row2": [3,4,1,2], "row3": [2,1,4,3], "row4": [4,3,2,1]}"#,
            "1 2 | 3 4\n3 4 | 1 2\n----+----\n2 1 | 4 3\n4 3 | 2 1",
            "+-----+-----+\n| 1 2 | 3 4 |\n| 3 4 | 1 2 |\n+-----+-----+\n| 2 1 | 4 3 |\n| 4 3 | 2 1 |\n+-----+-----+",
            "┌───┬───┐\n│1 2│3 4│\n│3 4│1 2│\n├───┼───┤\n│2 1│4 3│\n│4 3│2 1│\n└───┴───┘",
            "| 1 | 2 | 3 | 4 |\n|---|---|---|---|\n| 3 | 4 | 1 | 2 |\n| 2 | 1 | 4 | 3 |\n| 4 | 3 | 2 | 1 |",
            "| 1 | 2 | 3 | 4 |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |\n| 3 | 4 | 1 | 2 |\n| 2 | 1 | 4 | 3 |\n| 4 | 3 | 2 | 1 |",
            "| | c1 | c2 | c3 | c4 |\n|---|---|---|---|---|\n| r1 | 1 | 2 | 3 | 4 |\n| r2 | 3 | 4 | 1 | 2 |\n| r3 | 2 | 1 | 4 | 3 |\n| r4 | 4 | 3 | 2 | 1 |",
            "Row 1: 1 2 3 4\nRow 2: 3 4 1 2\nRow 3: 2 1 4 3\nRow 4: 4 3 2 1",
            "Row 1: 1234, Row 2: 3412, Row 3: 2143, Row 4: 4321",
            "Row 0: 1234, Row 1: 3412, Row 2: 2143, Row 3: 4321",
            "1. 1234\n2. 3412\n3. 2143\n4. 4321",
            "(1) 1 2 3 4\n(2) 3 4 1 2\n(3) 2 1 4 3\n(4) 4 3 2 1",
            r"\begin{bmatrix}1 & 2 & 3 & 4\\3 & 4 & 1 & 2\\2 & 1 & 4 & 3\\4 & 3 & 2 & 1\end{bmatrix}",
            r"\begin{array}{|cc|cc|}\hline 1 & 2 & 3 & 4\\ 3 & 4 & 1 & 2\\ \hline 2 & 1 & 4 & 3\\ 4 & 3 & 2 & 1\\ \hline\end{array}",
            r"\begin{tabular}{cccc}1&2&3&4\\ \cline{1-2} 3&4&1&2\\2&1&4&3\\4&3&2&1\end{tabular}",
            r"1\,2\,3\,4,\ 3\,4\,1\,2,\ 2\,1\,4\,3,\ 4\,3\,2\,1",
            "**1** 2 3 4\n3 **4** 1 2\n2 1 4 3\n4 3 2 `1`",
            "1️⃣2️⃣3️⃣4️⃣\n3️⃣4️⃣1️⃣2️⃣\n2️⃣1️⃣4️⃣3️⃣\n4️⃣3️⃣2️⃣1️⃣",
            "１２３４、３４１２、２１４３、４３２１",
            r"\text{1234, 3412, 2143, 4321}",
            "The completed grid is 1234, 3412, 2143, 4321.",
        ] {
            assert_eq!(read(text).as_deref(), Some(WANTED), "{text}");
        }
    }

    #[test]
    fn larger_grids_are_read_as_well() {
        let rows = ["123456", "456123", "231564", "564231", "312645", "645312"];
        let wanted: Vec<u8> = rows.concat().bytes().map(|byte| byte - b'0').collect();
        let shape = GridShape { side: 6, part: 3 };
        for text in [
            rows.join(", "),
            rows.join("\n"),
            rows.join("").replace("4", " 4 "),
        ] {
            let read = shape.exact(&plain(&text));
            // A run of any other length is no part of a grid.
            assert_eq!(read.is_some(), !text.contains(" 4 "), "{text}");
            assert!(read.is_none_or(|read| read == wanted), "{text}");
        }
        let thirds = rows.map(|row| format!("{} | {}", &row[..3], &row[3..]));
        assert_eq!(shape.exact(&plain(&thirds.join("\n"))), Some(wanted));
    }

    #[test]
    fn anything_else_is_no_grid() {
        let grid = "1234, 3412, 2143, 4321";
        for text in [
            "",
            "1234, 3412, 2143",
            "1234, 3412, 2143, 432_",
            "1234, 3412, 2143, 43 2",
            "1234, ..., 4321",
            "1234, 3412, …, 4321",
            "1234, 3412, 2143, 4321, 1",
            "1234 or 3412, 2143, 4321",
            "2: 1234, 1: 3412, 3: 2143, 4: 4321",
            "1234, 3412, 2143, 4321^2",
            &format!("{grid}\n\n{grid}"),
            &format!("not {grid}"),
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
