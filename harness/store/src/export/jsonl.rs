//! JSON lines: one object a row, a missing cell as null.

use std::io::{self, Write};

use super::Sheet;
use super::columns::{Cell, Column};

pub(super) struct Lines<W> {
    names: Vec<&'static str>,
    out: W,
}

impl<W: Write> Lines<W> {
    pub(super) fn new(columns: &[&Column], out: W) -> Self {
        Self {
            names: columns.iter().map(|column| column.name).collect(),
            out,
        }
    }
}

impl<W: Write> Sheet for Lines<W> {
    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        let mut separator = "{";
        for (name, cell) in self.names.iter().zip(cells) {
            write!(self.out, "{separator}\"{name}\":")?;
            match cell {
                Cell::Text(value) => serde_json::to_writer(&mut self.out, &value)?,
                Cell::Integer(value) => serde_json::to_writer(&mut self.out, &value)?,
                Cell::Number(value) => serde_json::to_writer(&mut self.out, &value)?,
            }
            separator = ",";
        }
        self.out.write_all(b"}\n")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}
