//! A child's memory, read from outside.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::sys::{self, Pid};
use crate::readout::Image;

/// Bytes of a page.
const PAGE: u64 = 4_096;

/// The most pages that are kept.
const MOST_PAGES: usize = 1 << 14;

type Page = Box<[u8; PAGE as usize]>;

/// The memory of a process that stands still, a page at a time. A page that can't be read is not
/// there.
#[derive(Debug)]
pub(super) struct Memory {
    pid: Pid,
    pages: RefCell<FxHashMap<u64, Option<Page>>>,
}

impl Memory {
    pub(super) fn new(pid: Pid) -> Self {
        Self {
            pid,
            pages: RefCell::default(),
        }
    }

    /// Bytes from an address, all of them or none.
    fn read(&self, at: u64, into: &mut [u8]) -> Option<()> {
        let mut pages = self.pages.borrow_mut();
        let (mut at, mut rest) = (at, into);
        while !rest.is_empty() {
            let (number, offset) = (at / PAGE, usize::try_from(at % PAGE).ok()?);
            if pages.len() >= MOST_PAGES {
                pages.clear();
            }
            let page = pages.entry(number).or_insert_with(|| {
                let mut page = Box::new([0; PAGE as usize]);
                let read = sys::read_memory(self.pid, number * PAGE, &mut page[..]);
                (read == page.len()).then_some(page)
            });
            let held = &page.as_ref()?[offset..];
            let count = held.len().min(rest.len());
            let (now, later) = rest.split_at_mut(count);
            now.copy_from_slice(&held[..count]);
            rest = later;
            at = at.checked_add(count as u64)?;
        }
        Some(())
    }

    fn array<const N: usize>(&self, at: u64) -> Option<[u8; N]> {
        let mut bytes = [0; N];
        self.read(at, &mut bytes)?;
        Some(bytes)
    }
}

impl Image for Memory {
    fn byte(&self, at: u64) -> Option<u8> {
        self.array::<1>(at).map(|[byte]| byte)
    }

    fn word(&self, at: u64) -> Option<u32> {
        self.array(at).map(u32::from_le_bytes)
    }

    fn long(&self, at: u64) -> Option<u64> {
        self.array(at).map(u64::from_le_bytes)
    }

    fn bytes(&self, at: u64, count: u32) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut at = at;
        let mut left = count as usize;
        // A piece at a time, so that nothing is allocated for what is not there.
        while left > 0 {
            let mut piece = [0; 256];
            let size = left.min(piece.len());
            self.read(at, &mut piece[..size])?;
            bytes.extend_from_slice(&piece[..size]);
            at = at.checked_add(size as u64)?;
            left -= size;
        }
        Some(bytes)
    }
}
