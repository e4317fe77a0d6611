//! The standard text format of Turing machines.

use tribunal_verifiers::turing::Machine;

use super::{owned, text};
use crate::Target;

/// Reading a machine.
pub const TARGET: Target = Target {
    name: "machine",
    hold,
    seeds,
    words: &["1RB", "_", "---", "1RZ", "0LA", "2", "L", "R", "Z", "9RZ"],
};

/// A machine that is read writes itself so that it is read as the same.
fn hold(data: &[u8]) {
    let Some((_, text)) = text(data) else { return };
    if let Ok(machine) = text.parse::<Machine>() {
        let written = machine.to_string();
        let again = written.parse::<Machine>();
        assert_eq!(again.ok().as_ref(), Some(&machine), "{written}");
    }
}

fn seeds() -> Vec<Vec<u8>> {
    owned(&[
        "1RB1LB_1LA1RZ",
        "1RB1RZ_1LB0RC_1LC1LA",
        "1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA",
        "1RB2LB1RZ_2LA2RB1LB",
        "1RB---_0LA1RB",
    ])
}
