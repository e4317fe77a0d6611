//! The one place that writes to the terminal: data to stdout, talk to stderr.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::args::{Color, Global};
use crate::exit::Failure;

/// Width of tables where the terminal doesn't tell.
const DEFAULT_WIDTH: usize = 100;

/// Writes what a command has to say.
#[derive(Debug)]
pub(crate) struct Printer {
    json: bool,
    quiet: bool,
    color: bool,
}

impl Printer {
    pub(crate) fn new(global: &Global) -> Self {
        let color = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        };
        Self {
            json: global.json,
            quiet: global.quiet,
            color,
        }
    }

    /// Whether the command's data are to be JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Whether colour is wanted.
    pub(crate) fn color(&self) -> bool {
        self.color
    }

    /// Columns to fit tables into: those of the terminal, as far as it says.
    pub(crate) fn width(&self) -> usize {
        terminal_size::terminal_size()
            .map_or(DEFAULT_WIDTH, |(terminal_size::Width(columns), _)| {
                usize::from(columns)
            })
    }

    /// Data, as they stand.
    pub(crate) fn data(&mut self, text: &str) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            stdout.write_all(b"\n")?;
        }
        stdout.flush()?;
        Ok(())
    }

    /// Data, as one JSON document.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(value).map_err(Failure::internal)?;
        self.data(&text)
    }

    /// A word to the person who watches.
    pub(crate) fn note(&mut self, text: &str) {
        if !self.quiet {
            // When stderr is gone there is nobody left to tell.
            let _ = writeln!(io::stderr(), "{text}");
        }
    }

    /// Why the command failed.
    pub(crate) fn error(&mut self, failure: &Failure) {
        let _ = writeln!(io::stderr(), "tribunal: {failure}");
    }
}
