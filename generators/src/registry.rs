//! Every built-in task, by name.

use std::sync::LazyLock;

use crate::task::Task;
use crate::{beyondbench, busy_beaver, lean, mba, tmbench};

static TASKS: LazyLock<Vec<&'static Task>> = LazyLock::new(|| {
    let mut tasks: Vec<_> = beyondbench::TASKS
        .iter()
        .chain(busy_beaver::TASKS)
        .chain(tmbench::TASKS)
        .chain(mba::TASKS)
        .chain(lean::TASKS)
        .copied()
        .collect();
    tasks.sort_unstable_by_key(|task| task.name);
    tasks
});

/// All tasks, ordered by name.
pub fn tasks() -> &'static [&'static Task] {
    &TASKS
}

/// The task of that name.
pub fn task(name: &str) -> Option<&'static Task> {
    TASKS
        .binary_search_by_key(&name, |task| task.name)
        .ok()
        .map(|i| TASKS[i])
}

/// All tasks whose name matches `pattern`, in which `*` stands for any text; in name order.
pub fn matching(pattern: &str) -> impl Iterator<Item = &'static Task> {
    TASKS
        .iter()
        .copied()
        .filter(move |task| matches(pattern, task.name))
}

/// Whether `text` matches `pattern`, in which `*` stands for any text: greedily taking each literal part at its first place. That is
/// right because `*` takes anything: an earlier place never leaves less to match.
pub fn matches(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(head) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let tail = parts.pop().unwrap_or_default();
    for part in parts {
        match text.find(part) {
            Some(at) => text = &text[at + part.len()..],
            None => return false,
        }
    }
    text.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_well_formed() {
        for pair in tasks().windows(2) {
            assert!(
                pair[0].name < pair[1].name,
                "{} twice or out of order",
                pair[1].name
            );
        }
        for task in tasks() {
            assert!(
                !task.variations.is_empty(),
                "{} has no variation",
                task.name
            );
            assert!(
                task.name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || "._".contains(c)),
                "{} is no task name",
                task.name
            );
        }
    }

    #[test]
    fn globs() {
        for (pattern, text, want) in [
            ("a.b", "a.b", true),
            ("a.*", "a.b.c", true),
            ("*", "", true),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxcyyb", false),
            ("*.sum", "beyondbench.easy.sum", true),
            ("ab*ba", "aba", false),
        ] {
            assert_eq!(matches(pattern, text), want, "{pattern} on {text}");
        }
    }
}
