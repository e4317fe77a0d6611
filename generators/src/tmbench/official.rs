//! The published file format.
