//! Text for pages, scripts and tables.

use std::fmt::{Display, Write};

use serde::Serialize;

use crate::error::BoardError;

/// JSON that may stand in a script: no `<`, `>` or `&` can close the element or open another, and
/// the two line ends that JSON knows and old JavaScript doesn't are escaped. Such signs occur within
/// strings alone, where `\u` escapes mean the same.
pub(crate) fn script_json(value: &impl Serialize) -> Result<String, BoardError> {
    let plain = serde_json::to_string(value)?;
    let mut safe = String::with_capacity(plain.len() + plain.len() / 16);
    for letter in plain.chars() {
        match letter {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            other => safe.push(other),
        }
    }
    Ok(safe)
}

/// A shard: a script that hands one JSON document to the page that asked for it by `name`.
pub(crate) fn shard(name: &str, value: &impl Serialize) -> Result<Vec<u8>, BoardError> {
    let name = script_json(&name)?;
    let data = script_json(value)?;
    Ok(format!("tribunalShard({name},{data});\n").into_bytes())
}

/// A JSON document of its own.
pub(crate) fn json(value: &impl Serialize) -> Result<Vec<u8>, BoardError> {
    let mut bytes = serde_json::to_vec(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A table as CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it.
pub(crate) fn csv(head: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, BoardError> {
    let mut table = Table::new(head.iter().copied())?;
    for row in rows {
        for cell in row {
            table.text(cell)?;
        }
        table.end()?;
    }
    table.finish()
}

/// A CSV table that is written cell by cell, for those of as many lines as there are answers.
pub(crate) struct Table {
    writer: csv::Writer<Vec<u8>>,
    /// Where numbers are spelled.
    spelled: String,
}

impl Table {
    /// A table with this head.
    pub(crate) fn new<'a>(head: impl IntoIterator<Item = &'a str>) -> Result<Self, BoardError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(head)?;
        Ok(Self {
            writer,
            spelled: String::new(),
        })
    }

    /// Adds a cell.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), BoardError> {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if formula && text.parse::<f64>().is_err() {
            Ok(self.writer.write_field(format!("'{text}"))?)
        } else {
            Ok(self.writer.write_field(text)?)
        }
    }

    /// Adds a number.
    pub(crate) fn number(&mut self, number: impl Display) -> Result<(), BoardError> {
        self.spelled.clear();
        write!(self.spelled, "{number}").map_err(|error| BoardError::Data(error.to_string()))?;
        Ok(self.writer.write_field(&self.spelled)?)
    }

    /// Adds a number, or an empty cell where it is unknown.
    pub(crate) fn maybe(&mut self, number: Option<impl Display>) -> Result<(), BoardError> {
        match number {
            Some(number) => self.number(number),
            None => Ok(self.writer.write_field("")?),
        }
    }

    /// Ends a line.
    pub(crate) fn end(&mut self) -> Result<(), BoardError> {
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// The bytes of the whole.
    pub(crate) fn finish(self) -> Result<Vec<u8>, BoardError> {
        self.writer
            .into_inner()
            .map_err(|error| BoardError::Data(error.to_string()))
    }
}

/// A number for CSV; empty where there is none.
pub(crate) fn cell(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// `&`, `<`, `>` and quotes as entities; signs that XML forbids are replaced.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' => safe.push(letter),
            c if (c as u32) < 0x20 || c == '\u{fffe}' || c == '\u{ffff}' => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}

/// Foreign text in which every sign that can't be seen, or that turns the writing direction, is shown
/// by its number. Line ends and tabs stay. The scripts do the same (`foreign` in board.js).
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        let hidden = matches!(letter,
            '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        if hidden {
            shown.push_str(&format!("⟨U+{:04X}⟩", letter as u32));
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// At most `most` characters, with an ellipsis in place of the rest.
pub(crate) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_script_never_ends_early_and_reads_as_the_same_text(text in "(?s).{0,80}") {
            for text in [text.clone(), format!("{text}</script><!--<script>{text}")] {
                let safe = script_json(&text).unwrap();
                let bare = ['<', '>', '&', '\u{2028}', '\u{2029}'];
                prop_assert!(!safe.contains(bare));
                prop_assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), text);
            }
        }

        #[test]
        fn escaped_text_opens_no_element(text in "(?s).{0,80}") {
            let bare = ['<', '>', '"', '\''];
            prop_assert!(!escape(&text).contains(bare));
        }
    }

    #[test]
    fn what_can_not_be_seen_is_spelled() {
        assert_eq!(visible("a\u{202e}b\u{0}\n\tü"), "a⟨U+202E⟩b⟨U+0000⟩\n\tü");
    }

    #[test]
    fn a_formula_is_no_formula_any_more() {
        let table = csv(
            &["a"],
            &[vec!["=HYPERLINK(1)".to_owned()], vec!["-0.5".to_owned()]],
        );
        assert_eq!(table.unwrap(), b"a\n'=HYPERLINK(1)\n-0.5\n");
    }
}
