//! The strict reading: the requested form and nothing else.
//!
//! Every state asked: a heading line `### Step i:` and, below it, a line that begins with
//! `Queue State: [` and holds the symbols up to the next `]`, separated by white space or commas
//! or not at all. Only the final state asked: a line `Final Queue State: [X Y Z]`. A state without
//! its closing bracket is not given.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::sheet::Sheet;
use super::spell::Truth;

static HEADING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\n#"));
static STATE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\nQueue State:"));
static FINAL: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\nFinal Queue State:"));

/// The states that `text` gives under its step headings; the last one under a heading counts.
pub(crate) fn states<'t>(truth: &Truth<'_>, text: &'t str) -> Sheet<'t> {
    let mut sheet = Sheet::new(truth);
    let mut heading = if text.starts_with('#') {
        Some(0)
    } else {
        find(&HEADING, text).map(|at| at + 1)
    };
    while let Some(start) = heading {
        let section = &text[start..];
        // A heading of any level ends the section, or a summary's state would count as a step's.
        let end = find(&HEADING, section);
        if let Some(step) = step_heading(section)
            && let Some(content) = last_state(&STATE, &section[..end.unwrap_or(section.len())])
        {
            sheet.give(step, content, |index| truth.is_state(index, content));
        }
        heading = end.map(|at| start + at + 1);
    }
    sheet
}

/// The state of the last `Final Queue State: […]` line.
pub(crate) fn final_state(text: &str) -> Option<&str> {
    let label = FINAL.needle();
    let first = text.strip_prefix(std::str::from_utf8(&label[1..]).unwrap_or_default());
    last_state(&FINAL, text).or_else(|| first.and_then(bracketed).map(|(content, _)| content))
}

/// The step of a section that begins with `### Step i:`.
fn step_heading(section: &str) -> Option<u64> {
    step_number(section.strip_prefix("### Step ")?)
        .filter(|(_, rest)| rest.starts_with(':'))
        .map(|(step, _)| step)
}

/// The number that `text` begins with, and what follows it. A number past 64 bits counts as the
/// largest, which no run has.
pub(crate) fn step_number(text: &str) -> Option<(u64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    Some((text[..digits].parse().unwrap_or(u64::MAX), &text[digits..]))
}

/// The inside of the last bracket pair that follows `label` in `section`.
fn last_state<'t>(label: &Finder<'_>, section: &'t str) -> Option<&'t str> {
    let mut rest = section;
    let mut last = None;
    while let Some(at) = find(label, rest) {
        rest = &rest[at + label.needle().len()..];
        if let Some((content, after)) = bracketed(rest) {
            last = Some(content);
            rest = after;
        }
    }
    last
}

/// The inside of the bracket pair that `text` begins with, and what follows it.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim_start_matches(' ').strip_prefix('[')?;
    let end = memchr::memchr2(b']', b'[', inside.as_bytes())?;
    (inside.as_bytes()[end] == b']').then(|| (&inside[..end], &inside[end + 1..]))
}

fn find(needle: &Finder<'_>, text: &str) -> Option<usize> {
    needle.find(text.as_bytes())
}
