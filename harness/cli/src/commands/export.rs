//! `tribunal export`: a run's items, responses and verdicts as a file.

use std::io::Write;

use anyhow::anyhow;
use tribunal_store::{ExportError, ExportOptions, Format, Reader, export, write_atomically};

use crate::args::{self, Export, Global};
use crate::exit::{Code, Failure};
use crate::printer::Printer;

pub(super) fn execute(
    args: &Export,
    global: &Global,
    printer: &mut Printer,
) -> Result<Code, Failure> {
    let reader = Reader::open(&global.store)?;
    let run = reader.run(&args.run)?;
    let format = match args.format {
        args::Format::Jsonl => Format::Jsonl,
        args::Format::Csv => Format::Csv,
        args::Format::Parquet => Format::Parquet,
    };
    let options = ExportOptions {
        transcripts: !args.no_transcripts,
    };
    let Some(path) = &args.out else {
        let mut bytes = std::io::BufWriter::new(std::io::stdout());
        export(&reader, &run, format, options, &mut bytes).map_err(failure)?;
        bytes.flush()?;
        return Ok(Code::Ok);
    };
    let mut rows = 0;
    write_atomically(path, |file| {
        rows = export(&reader, &run, format, options, file)?;
        Ok::<(), ExportError>(())
    })
    .map_err(|error| match error {
        ExportError::Write(error) => Failure::usage(anyhow!(
            "can't write `{}`: {error}; give another --out",
            path.display()
        )),
        other => failure(other),
    })?;
    printer.note(&format!(
        "{rows} rows of run {} written to {}",
        run.id.0,
        path.display()
    ));
    Ok(Code::Ok)
}

fn failure(error: ExportError) -> Failure {
    match error {
        ExportError::Store(error) => error.into(),
        ExportError::Write(error) => error.into(),
        other => Failure::internal(other),
    }
}
