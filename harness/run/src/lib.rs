//! Carrying out a plan against a player: asking, retrying, storing, judging.
//!
//! | module | noun |
//! |---|---|
//! | [`player`] | who answers: a model behind an API, a built-in player, a file of answers |
//! | [`builtin`] | players that need no network |
//! | `cheat` | what the cheating player says |
//! | `guess` | what the random player says |
//! | [`replay`] | answers produced elsewhere |
//! | [`session`] | one process's share of a run, from begin or resume to its end |
//! | `lane` | one item after another |
//! | `ask` | asking a model until it answers or the item is given up |
//! | [`talk`] | one question as a conversation, in which code may be run |
//! | `rows` | what the store takes, from what the plan and the model client give |
//! | [`limit`] | how many requests may be in flight |
//! | [`bucket`] | requests and tokens a minute |
//! | [`retry`] | when to ask again |
//! | [`budget`] | when to stop spending |
//! | [`judge`] | from a stored response to a stored verdict |
//! | [`rescore`] | judging stored responses again |
//! | [`cache_key`] | what a cached response depends on |
//! | [`shard`] | a run split over several processes |
//! | [`event`] | what a run tells while it goes on |

mod ask;
pub mod bucket;
pub mod budget;
pub mod builtin;
pub mod cache_key;
mod cheat;
mod error;
pub mod event;
mod guess;
pub mod judge;
mod lane;
pub mod limit;
pub mod player;
pub mod replay;
pub mod rescore;
pub mod retry;
mod rows;
pub mod session;
pub mod shard;
pub mod talk;

pub use error::RunError;
pub use event::Event;
pub use player::Player;
pub use session::{End, Session, Settings, Summary};
pub use shard::Shard;
