//! Reading the files that a user names: text, up to the size that is stated for its kind.
//!
//! A suite or a gate comes from somebody else as often as not. Whatever the path leads to, a device
//! without end or an archive named by mistake, no more is read than such a file may hold.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The most bytes of a file of settings: a suite, a gate, models, a board's description.
pub const SETTINGS: u64 = 4 << 20;
/// The most bytes of one prompt's template.
pub const TEMPLATE: u64 = 1 << 20;
/// The most bytes of a Lean file.
pub const LEAN: u64 = 16 << 20;
/// The most bytes of a TMBench result file, which is one JSON document with every trace in it.
pub const RESULTS: u64 = 256 << 20;

/// The text of the file at `path`, which has at most `most` bytes.
///
/// # Errors
/// The system's; [`io::ErrorKind::InvalidData`] for bytes that are no UTF-8, and
/// [`io::ErrorKind::FileTooLarge`] for a file that is larger, of which no more was read.
pub fn read_text(path: &Path, most: u64) -> io::Result<String> {
    let too_large = || {
        let message = format!("it is larger than {most} bytes, and no such file is");
        io::Error::new(io::ErrorKind::FileTooLarge, message)
    };
    let file = File::open(path)?;
    if file.metadata()?.len() > most {
        return Err(too_large());
    }
    // A pipe or a device tells no length.
    let mut text = String::new();
    file.take(most + 1).read_to_string(&mut text)?;
    if text.len() as u64 > most {
        return Err(too_large());
    }
    Ok(text)
}

/// What a parser says of a file, each line of it cut to what a person reads: a parser quotes the line
/// in question, however long somebody made it.
pub fn clipped(message: &dyn std::fmt::Display) -> String {
    const LONGEST: usize = 1_000;
    let message = message.to_string();
    let cut = |line: &str| match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    };
    let lines: Vec<String> = message.trim_end().lines().map(cut).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.toml");
        for (content, kind) in [
            ("1234".as_bytes(), None),
            (b"12345", Some(io::ErrorKind::FileTooLarge)),
            ("123äö".as_bytes(), Some(io::ErrorKind::FileTooLarge)),
            ("1234ä".as_bytes(), Some(io::ErrorKind::FileTooLarge)),
            (b"1\xff", Some(io::ErrorKind::InvalidData)),
        ] {
            std::fs::write(&path, content).expect("it is written");
            let read = read_text(&path, 4);
            assert_eq!(
                read.as_ref().err().map(io::Error::kind),
                kind,
                "{content:?}"
            );
        }
    }

    #[test]
    fn what_is_quoted_is_cut() {
        let long = format!("short\n{}\nend\n", "ä".repeat(1_300));
        let lines = clipped(&long);
        let lengths: Vec<usize> = lines.lines().map(|line| line.chars().count()).collect();
        assert_eq!(lengths, [5, 1_001, 3]);
        assert_eq!(clipped(&"as it is"), "as it is");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_without_end_is_no_trap() {
        let error = read_text(Path::new("/dev/zero"), SETTINGS).expect_err("it never ends");
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert!(error.to_string().contains("larger than 4194304 bytes"));
    }
}
