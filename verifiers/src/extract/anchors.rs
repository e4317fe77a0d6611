//! The places in a response where an answer may be stated, found in one pass.

use std::sync::LazyLock;

use regex::Regex;

/// Parts of the words that open a statement, without the first letter where its case varies.
/// An alternation of plain literals runs as one vectorised search.
static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let parts = [
        "boxed",
        "fbox",
        "nswer",
        "NSWER",
        "olution>",
        "ntwort",
        "rgebnis",
        "éponse",
        "espuesta",
        "esposta",
        "isposta",
        "твет",
        "答案",
        "答え",
        "정답",
        "inal result",
        "inal Result",
        "hink>",
        "hinking>",
        "HINK]",
        "easoning>",
    ];
    Regex::new(&parts.map(regex::escape).join("|")).ok()
});

/// A word that may open a statement in words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor {
    /// Where the part found begins, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// All anchors of a text, each list ascending.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// Heads of boxes.
    pub(super) boxes: Vec<usize>,
    /// Words that may open a statement.
    pub(super) words: Vec<Anchor>,
    /// Tags that may end a stretch of reasoning.
    pub(super) reasoning: Vec<Anchor>,
}

impl Anchors {
    /// Finds the anchors of `text`.
    pub(super) fn find(text: &str) -> Self {
        let mut anchors = Self::default();
        let Some(words) = &*WORDS else {
            return anchors;
        };
        for found in words.find_iter(text) {
            let anchor = Anchor {
                start: found.start(),
                end: found.end(),
            };
            match found.as_str() {
                "boxed" | "fbox" => anchors.boxes.push(anchor.start),
                "hink>" | "hinking>" | "HINK]" | "easoning>" => anchors.reasoning.push(anchor),
                _ => anchors.words.push(anchor),
            }
        }
        anchors
    }
}

/// What is left of a response when its visible reasoning is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visible {
    /// The answer begins at this byte.
    From(usize),
    /// The reasoning never ended.
    None,
}

/// Finds where the reasoning that a server failed to strip ends.
///
/// Some servers strip the opening tag only, so a closing one counts by itself.
pub(super) fn visible(text: &str, reasoning: &[Anchor]) -> Visible {
    let mut visible = Visible::From(0);
    for anchor in reasoning {
        let before = text[..anchor.start].trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if before.ends_with("</") || before.ends_with("[/") {
            visible = Visible::From(anchor.end);
        } else if before.ends_with(['<', '[']) {
            // An opening tag hides what follows only if it begins the response or follows other
            // reasoning; quoted in prose it is a word.
            let shown = match visible {
                Visible::From(start) => text[start..before.len() - 1].trim().is_empty(),
                Visible::None => true,
            };
            if shown {
                visible = Visible::None;
            }
        }
    }
    visible
}
