//! Untrusted programs in WebAssembly: guests, limits, a frozen clock and seeded random numbers.
//!
//! A [`Guest`] is an interpreter that is installed and loaded; [`Guest::run`] gives a program its
//! input and says in a [`Report`] what became of it, and a [`Session`] is entered piece by piece.
//! A guest has no files, no network, no processes, no clock that moves and no randomness of the
//! machine's; the same job gives the same output and uses the same fuel.
//!
//! | module | noun |
//! |---|---|
//! | [`guest`] | the guests there are, and running a program in one |
//! | [`session`] | an interpreter that is entered more than once |
//! | [`limits`] | what a guest may use |
//! | [`report`] | what became of a job |
//! | [`install`] | from a package to an installed guest |
//! | [`home`] | where installed guests live |
//! | [`package`] | the packages that guests come from |
//! | [`compiled`] | compiled modules, kept on disk |
//! | [`engine`] | the engine and its settings |
//! | `host` | the guest's whole world |
//! | `image` | a guest's memory after start-up, kept as a module |
//! | `machine` | a compiled module, ready to be run |
//! | `python`, `javascript` | the two interpreters |

pub mod compiled;
pub mod engine;
mod error;
pub mod guest;
mod home;
mod host;
mod image;
pub mod install;
mod javascript;
pub mod limits;
mod machine;
pub mod package;
mod python;
pub mod report;
pub mod session;

pub use engine::engine;
pub use error::SandboxError;
pub use guest::{Guest, Job, Kind};
pub use home::home;
pub use limits::Limits;
pub use report::{Ending, Report};
pub use session::Session;
