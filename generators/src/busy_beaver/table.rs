//! A machine in a prompt.

use tribunal_verifiers::turing::Machine;

use crate::vars::Vars;

/// The variables that tell a machine: its size, its standard text, and its table line by line.
pub(crate) fn vars(machine: &Machine) -> Vars {
    size(machine)
        .with("machine", machine.to_string())
        .with("table", table(machine))
}

/// The variables that tell a machine's size.
pub(crate) fn size(machine: &Machine) -> Vars {
    let last = machine.state_letter(Some(machine.states() as u8 - 1));
    Vars::new()
        .with("states", machine.states() as i64)
        .with("symbols", machine.symbols() as i64)
        .with("last", last.to_string())
        .with("halt", machine.halt_letter().to_string())
}

/// One line a state, below a line of the symbols read.
pub(crate) fn table(machine: &Machine) -> String {
    let mut lines = vec!["state".to_owned(); machine.states() + 1];
    for symbol in 0..machine.symbols() as u8 {
        lines[0] += &format!(" | reads {symbol}");
    }
    for (state, line) in lines.iter_mut().skip(1).enumerate() {
        *line = machine.state_letter(Some(state as u8)).to_string();
        for symbol in 0..machine.symbols() as u8 {
            let action = machine.spell(machine.action(state as u8, symbol));
            *line += &format!(" | {action}");
        }
    }
    lines.join("\n")
}
