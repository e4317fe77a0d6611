//! What Lean says of a file while it elaborates it.

/// The most messages that are read, and the most bytes of each.
pub(crate) const MOST_MESSAGES: usize = 50;
/// See [`MOST_MESSAGES`].
pub(crate) const LONGEST_MESSAGE: u32 = 2_000;

/// What a file is called in messages.
pub(crate) const FILE_NAME: &str = "submission";

/// `line:column: text` of a message that begins with `submission:line:column: error`.
pub(crate) fn as_error(message: &str) -> Option<String> {
    let rest = message.strip_prefix(FILE_NAME)?.strip_prefix(':')?;
    let (place, text) = rest.split_once(": ")?;
    let text = text.strip_prefix("error")?;
    // An error's kind may stand in parentheses.
    let (_, text) = text.split_once(':')?;
    Some(format!("{place}: {}", text.trim()))
}
