//! How Lean's objects lie in memory: what depends on the width of a pointer, and nothing else.
//!
//! An object begins with its reference count (4 bytes), its size (2), its number of fields (1)
//! and its tag (1). Fields follow, each a pointer or a boxed scalar, whose lowest bit is set, and
//! then scalars. These 8 bytes, the tags and the order of the fields are the same everywhere.

/// Bytes before an object's fields.
pub(super) const FIELDS: u64 = 8;

/// The width of a memory's pointers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// 4 bytes, as in the WebAssembly guest.
    Narrow,
    /// 8 bytes, as in an installed Lean.
    Wide,
}

impl Layout {
    /// Bytes of a pointer.
    pub const fn pointer(self) -> u64 {
        match self {
            Self::Narrow => 4,
            Self::Wide => 8,
        }
    }

    /// Where an array's items begin: its size and its room come first.
    pub(super) const fn items(self) -> u64 {
        FIELDS + 2 * self.pointer()
    }

    /// Where a string's bytes begin: its size, its room and its length come first.
    pub(super) const fn bytes(self) -> u64 {
        FIELDS + 3 * self.pointer()
    }

    /// How many words of 32 bits make a digit of a large number.
    pub(super) const fn digit(self) -> u32 {
        match self {
            Self::Narrow => 1,
            Self::Wide => 2,
        }
    }
}
