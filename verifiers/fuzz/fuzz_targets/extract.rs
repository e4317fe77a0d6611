//! Arbitrary bytes as a response, judged by a check of every shape.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../examples/fuzz_extract/laws.rs"]
mod laws;

fuzz_target!(|data: &[u8]| laws::hold(data));
