//! A memory image as the walker reads it.

/// Bytes that may hold anything, and may change while they are read: each is looked at once, and
/// no two looks need agree.
pub trait Image {
    /// The byte at an address, if it is there.
    fn byte(&self, at: u32) -> Option<u8>;

    /// The four bytes from an address, little end first, if they are there.
    fn word(&self, at: u32) -> Option<u32>;

    /// `count` bytes from an address, if they are there.
    fn bytes(&self, at: u32, count: u32) -> Option<Vec<u8>>;
}

impl Image for [u8] {
    fn byte(&self, at: u32) -> Option<u8> {
        self.get(at as usize).copied()
    }

    fn word(&self, at: u32) -> Option<u32> {
        let start = at as usize;
        let bytes = self.get(start..start.checked_add(4)?)?;
        Some(u32::from_le_bytes(*bytes.first_chunk()?))
    }

    fn bytes(&self, at: u32, count: u32) -> Option<Vec<u8>> {
        let start = at as usize;
        let end = start.checked_add(count as usize)?;
        self.get(start..end).map(<[u8]>::to_vec)
    }
}
