//! The mock seen from outside, over plain TCP: each dialect and each fault looks as named.

mod client;
mod control;
mod dialects;
mod faults;
mod program;
mod streams;
