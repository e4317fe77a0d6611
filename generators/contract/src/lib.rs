//! What a plugin gives, read: plain data from the sandbox, of which nothing is believed.
//!
//! Apart from what runs plugins, so that reading them can be put to the test without a guest;
//! docs/plugins.md is the contract.
//!
//! | module | noun |
//! |---|---|
//! | [`manifest`] | what a plugin says of itself, and the task made of it |
//! | [`draft`] | an item |
//! | [`ruling`] | a verdict |

pub mod draft;
pub mod manifest;
pub mod ruling;

pub use manifest::Manifest;
