//! One file a reader of untrusted bytes.

pub mod expression;
pub mod extract;
pub mod files;
pub mod import;
pub mod machine;
pub mod plugin;
pub mod reply;
pub mod response;

use crate::Target;

/// Every target.
pub const ALL: &[Target] = &[
    extract::TARGET,
    response::TARGET,
    machine::TARGET,
    expression::TARGET,
    files::SUITE,
    files::GATE,
    files::MODELS,
    files::OFFICIAL,
    reply::TARGET,
    import::TARGET,
    plugin::DESCRIPTION,
    plugin::ITEM,
    plugin::VERDICT,
];

/// The bytes behind the first as text, and the first, which chooses a way of reading them.
fn text(data: &[u8]) -> Option<(u8, std::borrow::Cow<'_, str>)> {
    let (&first, rest) = data.split_first()?;
    Some((first, String::from_utf8_lossy(rest)))
}

fn owned(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}
