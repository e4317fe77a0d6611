//! The files that a guest sees: the library's `.olean` files while it is imported, and otherwise
//! none. Nothing can be written, and what is printed is thrown away.

use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

use super::errno;

/// The folder of the library in the guest's eyes.
pub(crate) const LIBRARY: &str = "/library";

/// Folders that are there and hold nothing: Lean looks whether its program's is.
const FOLDERS: [&str; 4] = ["/", "/bin", "/lib", "/tmp"];

/// The most files that are open at a time.
const MOST_OPEN: usize = 64;

enum Open {
    /// Standard input, output and error: empty, and thrown away.
    Standard,
    /// The source of randomness, which always gives the same.
    Random,
    File {
        file: File,
        position: u64,
        length: u64,
    },
    Folder,
}

/// What `stat` tells.
pub(crate) struct Status {
    pub(crate) is_folder: bool,
    pub(crate) length: u64,
    /// Tells files apart.
    pub(crate) number: u64,
}

/// A guest's files.
pub(crate) struct Files {
    library: Option<PathBuf>,
    open: Vec<Option<Open>>,
}

/// An error number of the guest's C library.
pub(crate) type Result<T> = std::result::Result<T, errno::Errno>;

impl Files {
    /// The files below `library`, or no files.
    pub(crate) fn new(library: Option<PathBuf>) -> Self {
        let standard = || Some(Open::Standard);
        Self {
            library,
            open: vec![standard(), standard(), standard()],
        }
    }

    /// Where a path of the guest lies, if it lies in the library and is there.
    fn find(&self, path: &str) -> Option<PathBuf> {
        let rest = Path::new(path).strip_prefix(LIBRARY).ok()?;
        let library = self.library.as_ref()?;
        let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
        if !rest.components().all(plain) {
            return None;
        }
        let path = library.join(rest);
        path.exists().then_some(path)
    }

    pub(crate) fn status(&self, path: &str) -> Result<Status> {
        if FOLDERS.contains(&path) {
            return Ok(Status {
                is_folder: true,
                length: 0,
                number: 1,
            });
        }
        let found = self.find(path).ok_or(errno::NOENT)?;
        let data = fs::metadata(found).map_err(|_| errno::NOENT)?;
        let digest = blake3::hash(path.as_bytes());
        let number = digest.as_bytes().first_chunk().copied().unwrap_or_default();
        Ok(Status {
            is_folder: data.is_dir(),
            length: if data.is_dir() { 0 } else { data.len() },
            number: u64::from_le_bytes(number),
        })
    }

    pub(crate) fn open_status(&self, descriptor: u32) -> Result<Status> {
        let (is_folder, length) = match self.get(descriptor)? {
            Open::File { length, .. } => (false, *length),
            Open::Folder => (true, 0),
            Open::Standard | Open::Random => (false, 0),
        };
        Ok(Status {
            is_folder,
            length,
            number: u64::from(descriptor),
        })
    }

    /// Opens a file for reading; `writes` says that the guest wants more than that.
    pub(crate) fn open(&mut self, path: &str, writes: bool) -> Result<u32> {
        let opened = if ["/dev/urandom", "/dev/random"].contains(&path) {
            Open::Random
        } else if writes {
            return Err(errno::ROFS);
        } else {
            let found = self.find(path).ok_or(errno::NOENT)?;
            let data = fs::metadata(&found).map_err(|_| errno::NOENT)?;
            if data.is_dir() {
                Open::Folder
            } else {
                Open::File {
                    file: File::open(found).map_err(|_| errno::NOENT)?,
                    position: 0,
                    length: data.len(),
                }
            }
        };
        let place = self.open.iter().position(Option::is_none);
        let place = place.unwrap_or(self.open.len());
        if place >= MOST_OPEN {
            return Err(errno::MFILE);
        }
        if place == self.open.len() {
            self.open.push(None);
        }
        self.open[place] = Some(opened);
        u32::try_from(place).map_err(|_| errno::MFILE)
    }

    fn get(&self, descriptor: u32) -> Result<&Open> {
        let open = self.open.get(descriptor as usize);
        open.and_then(Option::as_ref).ok_or(errno::BADF)
    }

    fn get_mut(&mut self, descriptor: u32) -> Result<&mut Open> {
        let open = self.open.get_mut(descriptor as usize);
        open.and_then(Option::as_mut).ok_or(errno::BADF)
    }

    pub(crate) fn close(&mut self, descriptor: u32) -> Result<()> {
        self.get(descriptor)?;
        self.open[descriptor as usize] = None;
        Ok(())
    }

    /// Reads into `buffer` from the file's position, or from `place`.
    pub(crate) fn read(
        &mut self,
        descriptor: u32,
        buffer: &mut [u8],
        place: Option<u64>,
    ) -> Result<usize> {
        match self.get_mut(descriptor)? {
            Open::Standard => Ok(0),
            Open::Folder => Err(errno::ISDIR),
            Open::Random => {
                fill_fixed(buffer);
                Ok(buffer.len())
            }
            Open::File { file, position, .. } => {
                use std::io::{Read, Seek, SeekFrom};
                let from = place.unwrap_or(*position);
                let read = file
                    .seek(SeekFrom::Start(from))
                    .and_then(|_| file.read(buffer))
                    .map_err(|_| errno::IO)?;
                if place.is_none() {
                    *position += read as u64;
                }
                Ok(read)
            }
        }
    }

    /// Whether what is written to `descriptor` may be thrown away.
    pub(crate) fn can_write(&self, descriptor: u32) -> Result<()> {
        match self.get(descriptor)? {
            Open::Standard => Ok(()),
            _ => Err(errno::BADF),
        }
    }

    /// Moves a file's position; `from` is 0 for the beginning, 1 for the position, 2 for the end.
    pub(crate) fn seek(&mut self, descriptor: u32, offset: i64, from: u32) -> Result<u64> {
        let Open::File {
            position, length, ..
        } = self.get_mut(descriptor)?
        else {
            return Err(errno::SPIPE);
        };
        let base = match from {
            0 => 0,
            1 => *position,
            _ => *length,
        };
        *position = base.checked_add_signed(offset).ok_or(errno::INVAL)?;
        Ok(*position)
    }
}

/// "Random" bytes: always the same.
pub(crate) fn fill_fixed(bytes: &mut [u8]) {
    for (byte, value) in bytes.iter_mut().zip((7_u8..=u8::MAX).cycle().step_by(91)) {
        *byte = value;
    }
}
