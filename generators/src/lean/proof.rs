//! Proof scripts: the lines of a tactic block, whole and broken.

/// A tactic proof of one proposition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Script {
    /// The tactic block.
    pub(super) body: String,
    /// The same with a mistake that certainly makes it fail: a number, a symbol or a word of the
    /// proof for which what it decides is false.
    pub(super) broken: String,
    /// Whether it uses the lemmas of the file.
    pub(super) lemmas: bool,
}

impl Script {
    /// A script that needs no lemma.
    pub(super) fn plain(body: impl Into<String>, broken: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            broken: broken.into(),
            lemmas: false,
        }
    }

    /// A script that uses the lemmas of the file.
    pub(super) fn with_lemmas(body: impl Into<String>, broken: impl Into<String>) -> Self {
        Self {
            lemmas: true,
            ..Self::plain(body, broken)
        }
    }
}

/// `block` below `by`, indented.
pub(super) fn indented(block: &str) -> String {
    let mut out = String::with_capacity(block.len() + 64);
    for line in block.lines() {
        if !line.is_empty() {
            out.push_str("  ");
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}
