//! Long texts are kept small: TEXT is the bytes themselves, a BLOB one zstd frame of them.

use std::io;

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::get_frame_content_size;

/// Texts shorter than this stay as they are: below it zstd saves less than the page
/// rounding gives back, and a plain row can be read with any SQLite tool.
const THRESHOLD: usize = 1024;

/// No column is longer than this unpacked; a frame that claims more is damage.
const LONGEST: usize = 256 << 20;

/// Bytes as the column holds them.
#[derive(Debug)]
pub(crate) enum Packed<'a> {
    Plain(&'a str),
    Frame(Vec<u8>),
}

impl Packed<'_> {
    /// Bytes this takes in the file.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Plain(text) => text.len(),
            Self::Frame(frame) => frame.len(),
        }
    }
}

impl ToSql for Packed<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Plain(text) => ValueRef::Text(text.as_bytes()),
            Self::Frame(frame) => ValueRef::Blob(frame),
        }))
    }
}

/// Packs, with one compressor context kept for the writer's whole life: making one costs
/// more than compressing a kilobyte.
pub(crate) struct Packer {
    compressor: Compressor<'static>,
}

impl Packer {
    /// # Errors
    ///
    /// No memory for the context.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            compressor: Compressor::new(1)?,
        })
    }

    pub(crate) fn bytes<'a>(&mut self, bytes: &'a [u8]) -> io::Result<Packed<'a>> {
        // Many a SQLite tool stops reading at a NUL, so such a text is framed.
        let plain = std::str::from_utf8(bytes)
            .ok()
            .filter(|text| !text.contains('\0'));
        if let Some(text) = plain
            && text.len() < THRESHOLD
        {
            return Ok(Packed::Plain(text));
        }
        let frame = self.compressor.compress(bytes)?;
        Ok(match plain {
            Some(text) if frame.len() >= text.len() => Packed::Plain(text),
            _ => Packed::Frame(frame),
        })
    }

    pub(crate) fn text<'a>(&mut self, text: &'a str) -> io::Result<Packed<'a>> {
        self.bytes(text.as_bytes())
    }
}

/// What a packed column held, unpacked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Unpacked(pub(crate) Vec<u8>);

impl FromSql for Unpacked {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value {
            ValueRef::Text(text) => Ok(Self(text.to_vec())),
            ValueRef::Blob(frame) => unpack(frame)
                .map(Self)
                .map_err(|error| FromSqlError::Other(Box::new(error))),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}

impl Unpacked {
    /// The text, for columns that were given text.
    pub(crate) fn into_text(self) -> Result<String, rusqlite::Error> {
        String::from_utf8(self.0).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(
                0,
                rusqlite::types::Type::Blob,
                Box::new(error),
            )
        })
    }
}

fn unpack(frame: &[u8]) -> io::Result<Vec<u8>> {
    thread_local! {
        static DECOMPRESSOR: std::cell::RefCell<Option<Decompressor<'static>>> =
            const { std::cell::RefCell::new(None) };
    }
    let size = get_frame_content_size(frame)
        .ok()
        .flatten()
        .and_then(|size| usize::try_from(size).ok())
        .filter(|size| *size <= LONGEST)
        .ok_or_else(|| io::Error::other("a packed column is not a whole zstd frame"))?;
    DECOMPRESSOR.with_borrow_mut(|slot| {
        let decompressor = match slot {
            Some(decompressor) => decompressor,
            None => slot.insert(Decompressor::new()?),
        };
        decompressor.decompress(frame, size)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn round(bytes: &[u8]) -> Vec<u8> {
        let packed = Packer::new().unwrap().bytes(bytes).unwrap();
        let value = match &packed {
            Packed::Plain(text) => ValueRef::Text(text.as_bytes()),
            Packed::Frame(frame) => ValueRef::Blob(frame),
        };
        Unpacked::column_result(value).unwrap().0
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..3000)) {
            prop_assert_eq!(round(&bytes), bytes);
        }

        #[test]
        fn any_text_comes_back(text in "(?s).{0,40}", times in 1usize..200) {
            let text = text.repeat(times);
            prop_assert_eq!(round(text.as_bytes()), text.as_bytes());
        }

        #[test]
        fn damage_is_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            // Whatever the bytes are, reading ends without a panic; random bytes are hardly a frame.
            if let Ok(out) = unpack(&bytes) {
                prop_assert!(out.len() <= LONGEST);
            }
        }
    }

    #[test]
    fn a_frame_that_grows_without_measure_is_refused_before_it_is_unpacked() {
        // A frame in one segment (RFC 8878, 3.1.1): magic number, descriptor, the size of the
        // content in eight bytes, and the beginning of a block of one byte repeated.
        for size in [LONGEST as u64 + 1, 1 << 40, 1 << 62] {
            let mut bomb = vec![0x28, 0xb5, 0x2f, 0xfd, 0xe0];
            bomb.extend(size.to_le_bytes());
            bomb.extend([0xfb, 0xff, 0xff, b'x']);
            assert_eq!(get_frame_content_size(&bomb).ok().flatten(), Some(size));
            unpack(&bomb).unwrap_err();
        }
        // One that says less than it holds.
        let mut lie = Packer::new()
            .unwrap()
            .compressor
            .compress(&[b'x'; 4096])
            .unwrap();
        assert_eq!(get_frame_content_size(&lie).ok().flatten(), Some(4096));
        let size = lie.windows(2).position(|two| two == [0x00, 0x0f]).unwrap();
        lie[size..size + 2].copy_from_slice(&[0x10, 0x00]);
        unpack(&lie).unwrap_err();
    }

    #[test]
    fn short_stays_readable_and_long_shrinks() {
        let mut packer = Packer::new().unwrap();
        assert!(matches!(
            packer.text("short").unwrap(),
            Packed::Plain("short")
        ));
        let long = "the same again, ".repeat(500);
        assert!(packer.text(&long).unwrap().len() < long.len() / 10);
        assert!(matches!(packer.bytes(b"a\0b").unwrap(), Packed::Frame(_)));
        assert!(matches!(packer.bytes(&[0xff]).unwrap(), Packed::Frame(_)));
    }
}
