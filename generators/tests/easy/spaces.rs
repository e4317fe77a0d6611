//! The counted spaces are those that items come from.

use std::collections::HashSet;

use tribunal_generators::{Generator, ParamValue};

use crate::{takes, tasks};

#[test]
fn spaces_are_counted_and_ample_or_say_why_not() {
    for task in tasks() {
        let generator = Generator::new(task, None, [], "space").expect("defaults are valid");
        let space = generator.space();
        let counted = space.is_ample() || space.reason().is_some();
        assert!(counted, "{} has {space} items and no reason", task.name);
        // Only the published range of a pair is small.
        assert_eq!(
            space.is_ample(),
            takes(task, "size"),
            "{}: {space}",
            task.name
        );
    }
}

/// At small parameters so many items are drawn that each of the space has come.
#[test]
fn small_spaces_are_exhausted() {
    for task in tasks() {
        for (size, low, high) in [
            (1, 0, 3),
            (2, -1, 1),
            (2, 4, 6),
            (3, 0, 1),
            (3, -2, 0),
            (2, 5, 5),
            (3, 2, 5),
        ] {
            let given = [("size", size), ("low", low), ("high", high), ("window", 1)];
            let given = given
                .into_iter()
                .filter(|(name, _)| takes(task, name))
                .map(|(name, value)| (name, ParamValue::Int(value)));
            let Ok(generator) = Generator::new(task, None, given, "space") else {
                continue;
            };
            let space = generator.space();
            // Larger spaces can't be told from their parts by so few draws.
            let least = u64::try_from(space.least()).unwrap_or(u64::MAX);
            if least > 400 {
                continue;
            }
            let draws = (0..500 + 30 * least).map(|index| generator.item(index));
            let seen: HashSet<_> = draws
                .map(|item| item.expect("item 0 was made").digest)
                .collect();
            let seen = seen.len() as u64;
            let place = format!("{} of size {size} in {low}..={high}", task.name);
            if space.is_exact() {
                assert_eq!(seen, least, "{place}");
            } else {
                assert!(seen >= least, "{place}: {seen}, not {space}");
            }
        }
    }
}
