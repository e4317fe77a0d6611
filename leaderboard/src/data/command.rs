//! The command that makes an item again, ready for a shell.

use serde_json::Value;
use tribunal_store::ItemRow;

/// The command for `row`'s item.
pub(super) fn command(row: &ItemRow) -> String {
    let mut words = vec![
        "tribunal".to_owned(),
        "show".to_owned(),
        quoted(&format!("{}:{}", row.task, row.variation)),
        "--seed".to_owned(),
        quoted(&row.seed),
        "--index".to_owned(),
        row.index.to_string(),
    ];
    if let Ok(Value::Object(params)) = serde_json::from_str(&row.params) {
        for (name, value) in params {
            let value = match value {
                Value::String(text) => text,
                other => other.to_string(),
            };
            words.push("--set".to_owned());
            words.push(quoted(&format!("{name}={value}")));
        }
    }
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-:=/,+".contains(letter);
    if !word.is_empty() && word.chars().all(plain) && !word.starts_with('-') {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_safe_to_paste() {
        assert_eq!(quoted("mba.evaluate:linear"), "mba.evaluate:linear");
        assert_eq!(quoted("a; rm -rf /"), "'a; rm -rf /'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("-x"), "'-x'");
    }
}
