//! From the names that the module exported to slots of its table and addresses of its data.
//!
//! Two hundred thousand names are too many to parse at every start, so the file holds only a
//! digest of each, sorted, with its value behind it: loading is reading four megabytes.

use crate::install::Symbol;

/// Bytes of a name's digest.
const KEY: usize = 16;
/// Bytes of an entry.
const ENTRY: usize = KEY + 4;

/// The symbols of the module.
#[derive(Debug)]
pub(crate) struct Symbols(Vec<u8>);

impl Symbols {
    /// The file of these symbols.
    pub(crate) fn encode(symbols: &[Symbol]) -> Vec<u8> {
        let mut entries: Vec<_> = symbols
            .iter()
            .map(|symbol| (key(&symbol.name), symbol.value))
            .collect();
        entries.sort_unstable();
        let mut bytes = Vec::with_capacity(entries.len() * ENTRY);
        for (key, value) in entries {
            bytes.extend_from_slice(&key);
            bytes.extend_from_slice(&value.to_le_bytes());
        }
        bytes
    }

    /// The symbols in such a file.
    pub(crate) fn decode(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// What `name` stands for.
    pub(crate) fn get(&self, name: &str) -> Option<u32> {
        let (entries, _) = self.0.as_chunks::<ENTRY>();
        let wanted = key(name);
        let place = entries
            .binary_search_by(|entry| entry[..KEY].cmp(&wanted[..]))
            .ok()?;
        let value = entries[place].last_chunk::<4>()?;
        Some(u32::from_le_bytes(*value))
    }
}

fn key(name: &str) -> [u8; KEY] {
    let mut key = [0; KEY];
    key.copy_from_slice(&blake3::hash(name.as_bytes()).as_bytes()[..KEY]);
    key
}
