//! What went wrong in a plugin, and where.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An error of a plugin: in its code, or in what it gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The line of the plugin's file, where that is known.
    pub line: Option<u32>,
    /// The function.
    pub inside: Option<String>,
    /// What happened.
    pub what: String,
}

impl Fault {
    /// A fault in this function, at no known line.
    pub(crate) fn inside(function: &str, what: impl Into<String>) -> Self {
        Self {
            line: None,
            inside: Some(function.to_owned()),
            what: what.into(),
        }
    }

    /// The fault with its file: `coins.py, line 12, in generate: KeyError: 'size'`.
    pub fn in_file<'a>(&'a self, file: &'a str) -> impl fmt::Display + 'a {
        Placed { file, fault: self }
    }
}

struct Placed<'a> {
    file: &'a str,
    fault: &'a Fault,
}

impl fmt::Display for Placed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file)?;
        if let Some(line) = self.fault.line {
            write!(f, ", line {line}")?;
        }
        if let Some(function) = &self.fault.inside {
            write!(f, ", in {function}")?;
        }
        write!(f, ": {}", self.fault.what)
    }
}
