//! Error numbers of the guest's C library, which are those of WASI.

/// An error number; system calls give it negated.
pub(crate) type Errno = i32;

pub(crate) const AGAIN: Errno = 6;
pub(crate) const BADF: Errno = 8;
pub(crate) const INVAL: Errno = 28;
pub(crate) const IO: Errno = 29;
pub(crate) const ISDIR: Errno = 31;
pub(crate) const MFILE: Errno = 33;
pub(crate) const NOENT: Errno = 44;
pub(crate) const NOSYS: Errno = 52;
pub(crate) const NOTTY: Errno = 59;
pub(crate) const RANGE: Errno = 68;
pub(crate) const ROFS: Errno = 69;
pub(crate) const SPIPE: Errno = 70;
