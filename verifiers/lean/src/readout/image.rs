//! A memory image as the walker reads it.

/// Bytes that may hold anything, and may change while they are read: each is looked at once, and
/// no two looks need agree.
pub trait Image {
    /// The byte at an address, if it is there.
    fn byte(&self, at: u64) -> Option<u8>;

    /// The four bytes from an address, little end first, if they are there.
    fn word(&self, at: u64) -> Option<u32>;

    /// `count` bytes from an address, if they are there.
    fn bytes(&self, at: u64, count: u32) -> Option<Vec<u8>>;

    /// The eight bytes from an address, little end first, if they are there.
    fn long(&self, at: u64) -> Option<u64> {
        let low = self.word(at)?;
        let high = self.word(at.checked_add(4)?)?;
        Some(u64::from(high) << 32 | u64::from(low))
    }
}

impl Image for [u8] {
    fn byte(&self, at: u64) -> Option<u8> {
        self.get(usize::try_from(at).ok()?).copied()
    }

    fn word(&self, at: u64) -> Option<u32> {
        let start = usize::try_from(at).ok()?;
        let bytes = self.get(start..start.checked_add(4)?)?;
        Some(u32::from_le_bytes(*bytes.first_chunk()?))
    }

    fn bytes(&self, at: u64, count: u32) -> Option<Vec<u8>> {
        let start = usize::try_from(at).ok()?;
        let end = start.checked_add(count as usize)?;
        self.get(start..end).map(<[u8]>::to_vec)
    }
}
