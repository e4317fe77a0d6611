//! A run as a table for other tools: JSON lines, CSV or Parquet.

mod columns;
mod csv;
mod jsonl;
mod parquet;

use std::io::{self, Write};

use rusqlite::params;

use crate::error::StoreError;
use crate::read::{Reader, Run, ScoredRow, Settled, item_by_id, responses};
use crate::rows::Slot;

use columns::{COLUMNS, Cell, Column, Line, RunPart, TRANSCRIPT, Transcript};

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated, with a header (RFC 4180).
    Csv,
    /// Apache Parquet, zstd-compressed.
    Parquet,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[Self::Jsonl, Self::Csv, Self::Parquet];

    /// The name it is asked for by, and the usual ending of its files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    /// The format of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.as_str() == name)
    }
}

/// What an export holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// Prompts, answers, reasoning and evidence as well.
    pub transcripts: bool,
}

/// Why an export ended early.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The output could not be written.
    #[error("the export cannot be written: {0}")]
    Write(#[from] io::Error),
}

/// Whether a line of an export has a column of this name.
pub(crate) fn is_column(name: &str) -> bool {
    COLUMNS
        .iter()
        .chain(TRANSCRIPT)
        .any(|column| column.name == name)
}

/// Takes rows one at a time and lays them out.
trait Sheet {
    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()>;
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// Writes every settled question of `run` to `out`, ordered by (ordinal, repeat); gives
/// the number of rows. The same store gives the same bytes. Whoever writes a file wraps
/// this in [`write_atomically`](crate::write_atomically).
///
/// # Errors
///
/// The store cannot be read, or `out` not written.
pub fn export<W: Write + Send>(
    reader: &Reader,
    run: &Run,
    format: Format,
    options: ExportOptions,
    out: W,
) -> Result<u64, ExportError> {
    let columns: Vec<&Column> = if options.transcripts {
        COLUMNS.iter().chain(TRANSCRIPT).collect()
    } else {
        COLUMNS.iter().collect()
    };
    let mut sheet: Box<dyn Sheet + '_> = match format {
        Format::Jsonl => Box::new(jsonl::Lines::new(&columns, out)),
        Format::Csv => Box::new(csv::Table::new(&columns, out)?),
        Format::Parquet => Box::new(parquet::Groups::new(&columns, out)?),
    };
    let part = RunPart {
        uid: &run.spec.uid,
        model: &run.spec.model,
    };
    let mut count = 0;
    reader.for_each_scored(run.id, |row| -> Result<(), ExportError> {
        let transcript = if options.transcripts {
            transcript(reader, run, &row)?
        } else {
            Transcript::default()
        };
        let line = Line {
            run: &part,
            row: &row,
            transcript: &transcript,
        };
        let cells = columns.iter().map(|column| (column.cell)(&line)).collect();
        sheet.row(cells)?;
        count += 1;
        Ok(())
    })?;
    sheet.finish()?;
    Ok(count)
}

fn transcript(reader: &Reader, run: &Run, row: &ScoredRow) -> Result<Transcript, StoreError> {
    let slot = Slot {
        run: run.id,
        ordinal: row.ordinal,
        repeat: row.repeat,
    };
    reader.sql(|conn| {
        let item = conn
            .prepare_cached("SELECT item FROM run_item WHERE run = ?1 AND ordinal = ?2")?
            .query_row(params![run.id.0, row.ordinal], |found| found.get(0))?;
        let mut transcript = Transcript {
            item: Some(item_by_id(conn, item)?),
            ..Transcript::default()
        };
        if let Settled::Answered(answered) = &row.settled {
            let stored = responses(conn, slot)?
                .into_iter()
                .map(|(_, response)| response)
                .find(|response| response.id == answered.response);
            if let Some(response) = stored {
                transcript.text = Some(response.row.text);
                transcript.reasoning = response.row.reasoning;
                if let Some(verdict) = response.verdict {
                    transcript.strict_evidence = verdict.strict.evidence;
                    transcript.lenient_evidence = verdict.lenient.evidence;
                }
            }
        }
        Ok(transcript)
    })
}
