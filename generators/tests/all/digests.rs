//! What the tasks emit is frozen.

use std::fmt::Write as _;

use tribunal_generators::{Generator, item::Digest};

use crate::{generators, label};

const FROZEN: &str = include_str!("../data/digests.txt");

/// BLAKE3 over the digests of the first 64 items at seed `golden` and default parameters.
fn digest(generator: &Generator) -> Digest {
    let mut hasher = blake3::Hasher::new();
    for index in 0..64 {
        hasher.update(&generator.item(index).expect("item 0 was made").digest.0);
    }
    Digest(*hasher.finalize().as_bytes())
}

/// When this fails, the same seed no longer gives the same items. If that is what you want, raise
/// the `version` of each task named, which keeps old and new results from being mixed up, and put
/// the lines printed in place of theirs in tes../data/digests.txt.
#[test]
fn items_are_as_frozen() {
    let mut now = String::new();
    for generator in generators("golden") {
        let version = generator.task().version;
        writeln!(
            now,
            "{} v{version} {}",
            label(&generator),
            digest(&generator)
        )
        .expect("text takes any line");
    }
    let changed: Vec<&str> = now
        .lines()
        .filter(|line| !FROZEN.lines().any(|frozen| frozen == *line))
        .collect();
    assert!(
        changed.is_empty(),
        "these items changed:\n{}",
        changed.join("\n")
    );
    assert_eq!(
        now.lines().count(),
        FROZEN.lines().count(),
        "a frozen variation is gone"
    );
}
