//! Every task by name: the built-in ones, and those plugged in.

use std::sync::{LazyLock, OnceLock};

use thiserror::Error;

use crate::supply::Plugged;
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

/// In name order. Written once, so a name means one task for as long as the process lives.
static PLUGGED: OnceLock<Vec<Plugged>> = OnceLock::new();

/// Why tasks can't be plugged in.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PlugError {
    /// It was done before.
    #[error("tasks were plugged in before")]
    Again,
    /// The name is no task name.
    #[error(
        "`{0}` is no name for a plugged task: it takes two or more parts of lower-case letters, \
         digits and underscores, joined by dots, as in `example.coins`"
    )]
    Name(String),
    /// The name's first part belongs to built-in tasks.
    #[error("`{name}` is not free: names that begin with `{family}.` are those of built-in tasks")]
    Family {
        /// The name.
        name: String,
        /// Its first part.
        family: String,
    },
    /// Two tasks of one name.
    #[error("two plugged tasks are called `{0}`")]
    Twice(String),
}

/// Whether `name` may be that of a plugged task.
///
/// # Errors
/// [`PlugError::Name`] and [`PlugError::Family`].
pub fn check_name(name: &str) -> Result<(), PlugError> {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    if name.len() > 100 || !name.contains('.') || !name.split('.').all(part) {
        return Err(PlugError::Name(name.to_owned()));
    }
    let family = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
    let own = family(name);
    if TASKS.iter().any(|task| family(task.name) == own) {
        return Err(PlugError::Family {
            name: name.to_owned(),
            family: own,
        });
    }
    Ok(())
}

/// Plugs tasks in; once, and before anything is planned. From then on [`task`] and [`matching`]
/// find them, and generators ask their supplies.
///
/// # Errors
/// [`PlugError`]; then none is plugged in.
pub fn plug(mut plugged: Vec<Plugged>) -> Result<(), PlugError> {
    plugged.sort_unstable_by_key(|plugged| plugged.task.name);
    for one in &plugged {
        check_name(one.task.name)?;
    }
    for pair in plugged.windows(2) {
        if pair[0].task.name == pair[1].task.name {
            return Err(PlugError::Twice(pair[0].task.name.to_owned()));
        }
    }
    PLUGGED.set(plugged).map_err(|_| PlugError::Again)
}

/// What was plugged in, in name order.
pub fn all_plugged() -> &'static [Plugged] {
    PLUGGED.get().map_or(&[], Vec::as_slice)
}

/// The plugged task of that name.
pub fn plugged(name: &str) -> Option<&'static Plugged> {
    let all = all_plugged();
    all.binary_search_by_key(&name, |plugged| plugged.task.name)
        .ok()
        .map(|i| &all[i])
}

/// All built-in tasks, ordered by name.
pub fn tasks() -> &'static [&'static Task] {
    &TASKS
}

/// The task of that name, built in or plugged in.
pub fn task(name: &str) -> Option<&'static Task> {
    TASKS
        .binary_search_by_key(&name, |task| task.name)
        .ok()
        .map(|i| TASKS[i])
        .or_else(|| plugged(name).map(|plugged| &plugged.task))
}

/// All tasks whose name matches `pattern`, in which `*` stands for any text: the built-in ones in
/// name order, then the plugged ones.
pub fn matching(pattern: &str) -> impl Iterator<Item = &'static Task> {
    TASKS
        .iter()
        .copied()
        .chain(all_plugged().iter().map(|plugged| &plugged.task))
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
    fn names_of_plugged_tasks_are_their_own() {
        for name in ["example.coins", "a.b_1.c2"] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for name in [
            "",
            "coins",
            "Example.coins",
            "a..b",
            "a.",
            "a.1b",
            "a.b c",
            "a.ü",
            "../a.b",
        ] {
            assert_eq!(check_name(name), Err(PlugError::Name(name.to_owned())));
        }
        for name in ["beyondbench.easy.sum", "mba.mine"] {
            assert!(matches!(check_name(name), Err(PlugError::Family { .. })));
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
