//! Reading a value from the answer found.
