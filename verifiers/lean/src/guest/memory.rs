//! The guest's linear memory as the host sees it: checked, and safe against threads of the guest
//! that go on writing.
//!
//! All of this crate's unsafe code is here and where compiled code is loaded.

#![expect(
    unsafe_code,
    reason = "wasmtime gives out a shared memory's bytes as raw cells, and a snapshot is mapped \
              over them; every access is bounds-checked and atomic"
)]

use std::cell::UnsafeCell;
use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

use thiserror::Error;
use wasmtime::SharedMemory;

/// Bytes of a page of WebAssembly.
pub(crate) const PAGE: u64 = 65_536;

/// The most bytes of a string that the guest hands to the host, such as a path.
const LONGEST_STRING: usize = 4_096;

/// An address that lies outside the memory.
#[derive(Clone, Copy, Debug, Error)]
#[error("the guest named the address {0:#x}, which lies outside its memory")]
pub(crate) struct OutOfBounds(pub(crate) u32);

/// A guest's memory.
#[derive(Clone)]
pub(crate) struct Memory(SharedMemory);

impl Memory {
    pub(crate) fn new(memory: SharedMemory) -> Self {
        Self(memory)
    }

    /// What an instance imports.
    pub(crate) fn shared(&self) -> SharedMemory {
        self.0.clone()
    }

    /// Its size in bytes.
    pub(crate) fn size(&self) -> u64 {
        self.0.data_size() as u64
    }

    /// Grows to at least `bytes`; `false` where that is more than it may have.
    pub(crate) fn grow_to(&self, bytes: u64) -> bool {
        let (pages, now) = (bytes.div_ceil(PAGE), self.0.size());
        pages <= now || self.0.grow(pages - now).is_ok()
    }

    fn cells(&self, at: u32, count: usize) -> Result<&[UnsafeCell<u8>], OutOfBounds> {
        let start = at as usize;
        let end = start.checked_add(count).ok_or(OutOfBounds(at))?;
        self.0.data().get(start..end).ok_or(OutOfBounds(at))
    }

    /// Whether `count` bytes from `at` are there.
    pub(crate) fn check(&self, at: u32, count: u32) -> Result<(), OutOfBounds> {
        self.cells(at, count as usize).map(|_| ())
    }

    pub(crate) fn byte(&self, at: u32) -> Result<u8, OutOfBounds> {
        let cell = self.cells(at, 1)?;
        // SAFETY: the cell is in bounds, and threads of the guest are only raced atomically.
        Ok(unsafe { AtomicU8::from_ptr(cell[0].get()) }.load(Ordering::Relaxed))
    }

    pub(crate) fn set_byte(&self, at: u32, value: u8) -> Result<(), OutOfBounds> {
        let cell = self.cells(at, 1)?;
        // SAFETY: as in `byte`.
        unsafe { AtomicU8::from_ptr(cell[0].get()) }.store(value, Ordering::Relaxed);
        Ok(())
    }

    pub(crate) fn word(&self, at: u32) -> Result<u32, OutOfBounds> {
        if at.is_multiple_of(4) {
            let cells = self.cells(at, 4)?;
            // SAFETY: four cells are in bounds, the memory begins at a page, so that the address
            // is aligned, and threads of the guest are only raced atomically.
            let word = unsafe { AtomicU32::from_ptr(cells.as_ptr().cast::<u32>().cast_mut()) };
            return Ok(u32::from_le(word.load(Ordering::Relaxed)));
        }
        let mut bytes = [0; 4];
        self.read(at, &mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    pub(crate) fn set_word(&self, at: u32, value: u32) -> Result<(), OutOfBounds> {
        self.write(at, &value.to_le_bytes())
    }

    pub(crate) fn set_long(&self, at: u32, value: u64) -> Result<(), OutOfBounds> {
        self.write(at, &value.to_le_bytes())
    }

    pub(crate) fn read(&self, at: u32, into: &mut [u8]) -> Result<(), OutOfBounds> {
        for (cell, byte) in self.cells(at, into.len())?.iter().zip(into) {
            // SAFETY: as in `byte`.
            *byte = unsafe { AtomicU8::from_ptr(cell.get()) }.load(Ordering::Relaxed);
        }
        Ok(())
    }

    pub(crate) fn write(&self, at: u32, bytes: &[u8]) -> Result<(), OutOfBounds> {
        for (cell, byte) in self.cells(at, bytes.len())?.iter().zip(bytes) {
            // SAFETY: as in `byte`.
            unsafe { AtomicU8::from_ptr(cell.get()) }.store(*byte, Ordering::Relaxed);
        }
        Ok(())
    }

    /// The bytes from `at` up to a zero, at most 4 KiB.
    pub(crate) fn c_string(&self, at: u32) -> Result<String, OutOfBounds> {
        let mut bytes = Vec::new();
        for offset in 0..LONGEST_STRING {
            let offset = u32::try_from(offset).map_err(|_| OutOfBounds(at))?;
            match self.byte(at.checked_add(offset).ok_or(OutOfBounds(at))?)? {
                0 => break,
                byte => bytes.push(byte),
            }
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Puts the first `length` bytes of `file` in the place of this memory's first bytes, page by
    /// page when they are first touched; what is written stays private to this memory.
    ///
    /// No instance may exist yet. `length` is a multiple of [`PAGE`], and the file must not
    /// change as long as the memory lives.
    #[cfg(unix)]
    pub(crate) fn overlay(&self, file: &File, length: u64) -> io::Result<()> {
        use rustix::mm::{MapFlags, ProtFlags, mmap};

        if !self.grow_to(length) {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        let length = usize::try_from(length).map_err(|_| io::ErrorKind::OutOfMemory)?;
        let cells = self.0.data();
        if cells.len() < length || !length.is_multiple_of(PAGE as usize) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        // SAFETY: the mapping replaces whole pages that belong to this memory and are accessible
        // now, with the same protection; no reference to them lives, since cells are only
        // borrowed within the functions above. Unmapping the memory's range unmaps these too.
        unsafe {
            mmap(
                cells.as_ptr().cast_mut().cast(),
                length,
                ProtFlags::READ | ProtFlags::WRITE,
                MapFlags::PRIVATE | MapFlags::FIXED,
                file,
                0,
            )
        }?;
        Ok(())
    }

    /// Puts the first `length` bytes of `file` in the place of this memory's first bytes.
    #[cfg(not(unix))]
    pub(crate) fn overlay(&self, mut file: &File, length: u64) -> io::Result<()> {
        use std::io::{Read, Seek};

        if !self.grow_to(length) {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        file.rewind()?;
        let mut buffer = vec![0; 1 << 20];
        let mut at = 0_u64;
        while at < length {
            let part = usize::try_from((length - at).min(1 << 20)).unwrap_or(1 << 20);
            file.read_exact(&mut buffer[..part])?;
            let address = u32::try_from(at).map_err(|_| io::ErrorKind::InvalidInput)?;
            self.write(address, &buffer[..part])
                .map_err(io::Error::other)?;
            at += part as u64;
        }
        Ok(())
    }
}

impl crate::readout::Image for Memory {
    fn byte(&self, at: u64) -> Option<u8> {
        self.byte(u32::try_from(at).ok()?).ok()
    }

    fn word(&self, at: u64) -> Option<u32> {
        self.word(u32::try_from(at).ok()?).ok()
    }

    fn bytes(&self, at: u64, count: u32) -> Option<Vec<u8>> {
        let at = u32::try_from(at).ok()?;
        // Checked before anything is allocated.
        self.check(at, count).ok()?;
        let mut bytes = vec![0; count as usize];
        self.read(at, &mut bytes).ok()?;
        Some(bytes)
    }
}
