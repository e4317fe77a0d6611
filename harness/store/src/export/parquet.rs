//! Parquet by its column writers: groups of rows, each column optional.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::Sheet;
use super::columns::{Cell, Column, Kind};

/// Rows in one group: with transcripts some 10 to 50 MB are held at once.
const GROUP: usize = 4096;

pub(super) struct Groups<W: Write + Send> {
    kinds: Vec<Kind>,
    waiting: Vec<Vec<Cell>>,
    out: SerializedFileWriter<W>,
}

impl<W: Write + Send> Groups<W> {
    pub(super) fn new(columns: &[&Column], out: W) -> io::Result<Self> {
        let fields = columns
            .iter()
            .map(|column| {
                let (physical, logical) = match column.kind {
                    Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
                    Kind::Integer => (Physical::INT64, None),
                    Kind::Number => (Physical::DOUBLE, None),
                };
                Type::primitive_type_builder(column.name, physical)
                    .with_repetition(Repetition::OPTIONAL)
                    .with_logical_type(logical)
                    .build()
                    .map(Arc::new)
            })
            .collect::<Result<Vec<_>, _>>()
            .map_err(other)?;
        let schema = Type::group_type_builder("tribunal")
            .with_fields(fields)
            .build()
            .map_err(other)?;
        let properties = WriterProperties::builder()
            .set_created_by(concat!("tribunal ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).map_err(other)?))
            .build();
        let out = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))
            .map_err(other)?;
        Ok(Self {
            kinds: columns.iter().map(|column| column.kind).collect(),
            waiting: Vec::new(),
            out,
        })
    }

    fn group(&mut self) -> Result<(), ParquetError> {
        let rows = std::mem::take(&mut self.waiting);
        let mut columns: Vec<Vec<Cell>> = self.kinds.iter().map(|_| Vec::new()).collect();
        for row in rows {
            for (column, cell) in columns.iter_mut().zip(row) {
                column.push(cell);
            }
        }
        let mut group = self.out.next_row_group()?;
        for (cells, kind) in columns.into_iter().zip(&self.kinds) {
            let Some(column) = group.next_column()? else {
                return Err(ParquetError::General("a column has no place".to_owned()));
            };
            let cells = cells.into_iter();
            match kind {
                Kind::Text => write::<ByteArrayType>(
                    column,
                    cells.map(|cell| match cell {
                        Cell::Text(value) => value.map(|text| ByteArray::from(text.into_bytes())),
                        _ => None,
                    }),
                )?,
                Kind::Integer => write::<Int64Type>(
                    column,
                    cells.map(|cell| match cell {
                        Cell::Integer(value) => value,
                        _ => None,
                    }),
                )?,
                Kind::Number => write::<DoubleType>(
                    column,
                    cells.map(|cell| match cell {
                        Cell::Number(value) => value,
                        _ => None,
                    }),
                )?,
            }
        }
        group.close()?;
        Ok(())
    }
}

/// Writes one column of a group: the values there are, and for each row whether it has one.
fn write<T: DataType>(
    mut column: SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<(), ParquetError> {
    let mut values = Vec::new();
    let mut present = Vec::new();
    for cell in cells {
        present.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    column
        .typed::<T>()
        .write_batch(&values, Some(&present), None)?;
    column.close()
}

impl<W: Write + Send> Sheet for Groups<W> {
    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        self.waiting.push(cells);
        if self.waiting.len() == GROUP {
            self.group().map_err(other)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if !self.waiting.is_empty() {
            self.group().map_err(other)?;
        }
        self.out.close().map_err(other)?;
        Ok(())
    }
}

/// An error of the disk stays one; the rest is told as it is.
fn other(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(inner) => io::Error::other(inner),
        },
        error => io::Error::other(error),
    }
}
