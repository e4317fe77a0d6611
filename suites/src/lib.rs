//! The suite files and prompt sets that the binary carries with it.
//!
//! A suite is `NAME.toml`; a prompt set is a folder `prompts/SET/` with one minijinja template a
//! task, `TASK.j2`, and shared pieces whose names start with `_`.

use include_dir::{Dir, include_dir};

static SUITES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR");

/// The embedded suites as (name, TOML text), in name order.
pub fn suites() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut found: Vec<_> = SUITES
        .files()
        .filter(|file| file.path().extension().is_some_and(|ext| ext == "toml"))
        .filter_map(|file| Some((file.path().file_stem()?.to_str()?, file.contents_utf8()?)))
        .filter(|(name, _)| *name != "Cargo")
        .collect();
    found.sort_unstable();
    found.into_iter()
}

/// The TOML text of the embedded suite `name`.
pub fn suite(name: &str) -> Option<&'static str> {
    suites()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| text)
}

/// The templates of the embedded prompt set `set` as (file stem, text), in name order, or `None`
/// when there is no such set.
pub fn prompt_set(set: &str) -> Option<Vec<(&'static str, &'static str)>> {
    let dir = SUITES.get_dir(format!("prompts/{set}"))?;
    let mut found: Vec<_> = dir
        .files()
        .filter(|file| file.path().extension().is_some_and(|ext| ext == "j2"))
        .filter_map(|file| Some((file.path().file_stem()?.to_str()?, file.contents_utf8()?)))
        .collect();
    found.sort_unstable();
    Some(found)
}

/// The names of the embedded prompt sets.
pub fn prompt_sets() -> impl Iterator<Item = &'static str> {
    SUITES
        .get_dir("prompts")
        .into_iter()
        .flat_map(Dir::dirs)
        .filter_map(|dir| dir.path().file_name()?.to_str())
}
