//! Every format holds the same table.

mod common;

use common::{NOON, answer, failing, settle, spec, writer};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use tribunal_store::{
    ExportError, ExportOptions, Format, ImportReader, ItemName, Message, Reader, Run, Settled,
    StoreError, export,
};

/// A store with one of each: judged, not judged yet, given up.
fn small() -> (tempfile::TempDir, Reader, Run) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let writer = writer(&path);
    let (run, _) = writer.begin_run(spec("r-1"), NOON).unwrap();
    settle(&writer, run, 0, 0);
    settle(&writer, run, 1, 0);
    let mut unjudged = answer(run, 2, 0);
    if let Message::Answer { response, .. } = &mut unjudged {
        response.text = "one \"two\",\nthree".to_owned();
        response.usage.reasoning = Some(7);
        response.cost_micros = None;
    }
    writer.call(unjudged).unwrap();
    writer.call(failing(run, 3, 1)).unwrap();
    writer.finish().unwrap();
    let reader = Reader::open(&path).unwrap();
    let run = reader.run("latest").unwrap();
    (folder, reader, run)
}

fn bytes(reader: &Reader, run: &Run, format: Format, transcripts: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let rows = export(reader, run, format, ExportOptions { transcripts }, &mut out).unwrap();
    assert_eq!(rows, 4);
    out
}

#[test]
fn json_lines() {
    let (_folder, reader, run) = small();
    let text = String::from_utf8(bytes(&reader, &run, Format::Jsonl, true)).unwrap();
    insta::assert_snapshot!(text);
}

#[test]
fn csv() {
    let (_folder, reader, run) = small();
    let text = String::from_utf8(bytes(&reader, &run, Format::Csv, false)).unwrap();
    insta::assert_snapshot!(text);
}

#[test]
fn the_formats_agree_and_are_the_same_each_time() {
    let (_folder, reader, run) = small();
    for transcripts in [false, true] {
        let jsonl = bytes(&reader, &run, Format::Jsonl, transcripts);
        let csv = bytes(&reader, &run, Format::Csv, transcripts);
        let parquet = bytes(&reader, &run, Format::Parquet, transcripts);
        for format in Format::ALL {
            assert_eq!(
                bytes(&reader, &run, *format, transcripts),
                bytes(&reader, &run, *format, transcripts)
            );
        }
        let objects: Vec<serde_json::Map<String, serde_json::Value>> = jsonl
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).unwrap())
            .collect();
        // Each cell as text, a missing one as nothing.
        let expected: Vec<Vec<(String, String)>> = objects
            .iter()
            .map(|object| {
                let cell = |value: &serde_json::Value| match value {
                    serde_json::Value::Null => String::new(),
                    serde_json::Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                object
                    .iter()
                    .map(|(name, value)| (name.clone(), cell(value)))
                    .collect()
            })
            .collect();
        let mut csv = csv::Reader::from_reader(csv.as_slice());
        let names: Vec<String> = csv.headers().unwrap().iter().map(str::to_owned).collect();
        let found: Vec<Vec<(String, String)>> = csv
            .records()
            .map(|record| {
                names
                    .iter()
                    .cloned()
                    .zip(record.unwrap().iter().map(str::to_owned))
                    .collect()
            })
            .collect();
        assert_eq!(found, expected);
        let file = SerializedFileReader::new(bytes::Bytes::from(parquet)).unwrap();
        let found: Vec<Vec<(String, String)>> = file
            .get_row_iter(None)
            .unwrap()
            .map(|row| {
                let cell = |field: &Field| match field {
                    Field::Null => String::new(),
                    Field::Str(text) => text.clone(),
                    Field::Long(number) => number.to_string(),
                    Field::Double(number) => format!("{number:?}"),
                    other => panic!("a column of another kind: {other:?}"),
                };
                row.unwrap()
                    .get_column_iter()
                    .map(|(name, field)| (name.clone(), cell(field)))
                    .collect()
            })
            .collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn many_groups_of_rows_and_none_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let writer = writer(&path);
    let (run, _) = writer.begin_run(spec("r-1"), NOON).unwrap();
    writer.begin_run(spec("r-2"), NOON).unwrap();
    for ordinal in 0..5000 {
        writer.send(answer(run, ordinal, 0), None).unwrap();
    }
    writer.finish().unwrap();
    let reader = Reader::open(&path).unwrap();
    for (name, rows) in [("r-1", 5000), ("r-2", 0)] {
        let run = reader.run(name).unwrap();
        let mut out = Vec::new();
        let count = export(
            &reader,
            &run,
            Format::Parquet,
            ExportOptions::default(),
            &mut out,
        )
        .unwrap();
        assert_eq!(count, rows);
        let file = SerializedFileReader::new(bytes::Bytes::from(out)).unwrap();
        assert_eq!(file.get_row_iter(None).unwrap().count() as u64, rows);
    }
}

/// A disk that takes so many bytes and no more.
struct Small(usize);

impl std::io::Write for Small {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0 == 0 {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_told_by_every_format() {
    let (_folder, reader, run) = small();
    for format in Format::ALL {
        for room in [0, 3, 300] {
            let error = export(
                &reader,
                &run,
                *format,
                ExportOptions::default(),
                Small(room),
            )
            .unwrap_err();
            assert!(matches!(error, ExportError::Write(_)), "{error}");
            assert!(
                error
                    .to_string()
                    .starts_with("the export cannot be written: "),
                "{error}"
            );
        }
    }
}

#[test]
fn what_is_exported_can_be_imported() {
    let (_folder, reader, run) = small();
    let file = bytes(&reader, &run, Format::Jsonl, true);
    let mut answered = Vec::new();
    reader
        .for_each_scored(run.id, |row| -> Result<(), StoreError> {
            if let Settled::Answered(answer) = row.settled {
                answered.push((ItemName::Digest(row.digest), row.repeat, answer.finish));
            }
            Ok(())
        })
        .unwrap();
    let lines: Vec<_> = ImportReader::new(file.as_slice())
        .map(|line| line.map(|line| (line.item, line.repeat, line.finish)))
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(lines.len(), 3, "the question given up has no answer");
    assert_eq!(lines, answered);
}
