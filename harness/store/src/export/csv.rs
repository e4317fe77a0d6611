//! CSV as RFC 4180 has it: a header, quotes where needed, a missing cell as nothing.

use std::io::{self, Write};

use super::Sheet;
use super::columns::{Cell, Column};

pub(super) struct Table<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> Table<W> {
    pub(super) fn new(columns: &[&Column], out: W) -> io::Result<Self> {
        let mut out = csv::Writer::from_writer(out);
        out.write_record(columns.iter().map(|column| column.name))?;
        Ok(Self { out })
    }
}

impl<W: Write> Sheet for Table<W> {
    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        for cell in cells {
            let text = match cell {
                Cell::Text(value) => value,
                Cell::Integer(value) => value.map(|value| value.to_string()),
                // The shortest digits that read back as the same number.
                Cell::Number(value) => value.map(|value| format!("{value:?}")),
            };
            self.out.write_field(text.unwrap_or_default())?;
        }
        self.out.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}
