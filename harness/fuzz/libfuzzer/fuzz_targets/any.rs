//! One target of `tribunal-fuzz` under libFuzzer; TRIBUNAL_FUZZ_TARGET names it.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tribunal_fuzz::{Target, targets};

static TARGET: LazyLock<&Target> = LazyLock::new(|| {
    let name = std::env::var("TRIBUNAL_FUZZ_TARGET").unwrap_or_else(|_| "extract".to_owned());
    let found = targets::ALL.iter().find(|target| target.name == name);
    found.unwrap_or_else(|| panic!("no target `{name}`"))
});

fuzz_target!(|data: &[u8]| (TARGET.hold)(data));
