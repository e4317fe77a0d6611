//! The report as text for a terminal.

mod head;
mod legend;
mod sections;
mod tables;

use crate::report::Report;
use crate::table::Weight;

/// How a report is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenderOptions {
    /// Whether to dress it with ANSI escapes.
    pub color: bool,
    /// Characters in a line; below 72 counts as 72.
    pub width: usize,
    /// Whether to show every variation, and the tables of answers and effort.
    pub long: bool,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            color: false,
            width: 80,
            long: false,
        }
    }
}

/// Columns of figures need so much, however narrow the terminal.
const NARROWEST: usize = 72;

/// Draws `report` for a person. Texts from outside (a model's name, a server's message) come
/// out without control characters. Ends with a newline.
#[must_use]
pub fn render(report: &Report, options: &RenderOptions) -> String {
    let pen = Pen {
        color: options.color,
        width: options.width.max(NARROWEST),
    };
    let mut text = head::head(report, &pen);
    let parts = [
        tables::scores(report, &pen, options.long),
        sections::repeats(report, &pen),
        if options.long {
            tables::repeats(report, &pen)
        } else {
            String::new()
        },
        sections::steps(report, &pen),
        sections::effort(report, &pen),
        if options.long {
            tables::answers(report, &pen)
        } else {
            String::new()
        },
        if options.long {
            tables::effort(report, &pen)
        } else {
            String::new()
        },
        legend::legend(report, &pen),
        sections::failures(report, &pen),
        sections::warnings(report, &pen),
    ];
    for part in parts.iter().filter(|part| !part.is_empty()) {
        text.push('\n');
        text.push_str(part);
    }
    text
}

/// The width of the page, and how to dress text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pen {
    pub(crate) color: bool,
    pub(crate) width: usize,
}

impl Pen {
    fn dress(&self, codes: &str, text: &str) -> String {
        if self.color {
            format!("\u{1b}[{codes}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    pub(crate) fn bold(&self, text: &str) -> String {
        self.dress("1", text)
    }

    pub(crate) fn dim(&self, text: &str) -> String {
        self.dress("2", text)
    }

    pub(crate) fn alarm(&self, text: &str) -> String {
        self.dress("1;31", text)
    }

    pub(crate) fn caution(&self, text: &str) -> String {
        self.dress("33", text)
    }

    pub(crate) fn line(&self, weight: Weight, text: &str) -> String {
        match weight {
            Weight::Bold => self.bold(text),
            Weight::Plain => text.to_owned(),
            Weight::Dim => self.dim(text),
        }
    }
}
