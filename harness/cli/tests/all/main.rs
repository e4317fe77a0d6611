//! Whole commands: what is typed, what is printed, and the code it ends with.
//!
//! Every test works in a [`Place`](place::Place) of its own, with an environment of its own, and
//! against a mock server on a free port of the loopback interface.

mod action;
mod bad_input;
mod cache;
mod code;
mod copies;
mod crash;
mod defects;
mod disk;
mod documents;
mod exchange;
mod faults;
mod first_use;
mod gate;
mod interrupt;
mod kill;
mod leaderboard;
mod leaderboard_faults;
mod lean;
mod limits;
mod manual;
mod missing;
mod official;
mod place;
mod plan;
mod players;
mod plugins;
mod proofs;
mod repeats;
mod rescore;
mod retry;
mod secrets;
mod selftest;
mod shards;
mod show;
mod suites;
mod tampered;
mod threats;
mod tools;
