//! The machine of a file, and configurations as terms.

use super::statement::Statement;
use crate::busy_beaver::table::{Table, Tape};
use crate::{Doubt, Question, ensure};

/// The machine of the prompt's table, which the file must define as `M`.
pub(super) fn machine(question: &Question<'_>, statement: &Statement<'_>) -> Result<Table, Doubt> {
    let table = Table::of(question)?;
    let line = line(statement.check.challenge(), table.halt)?;
    ensure!(table.line() == line, "the file is about {line}");
    Ok(table)
}

/// The machine's standard text, read from its definition in Lean.
fn line(file: &str, halt: char) -> Result<String, Doubt> {
    let doubt = || Doubt::new("the file defines no machine M that starts in state A");
    let head = "def M : Machine State where\n  start := A\n  table\n";
    let start = file.find(head).ok_or_else(doubt)? + head.len();
    let mut out = String::new();
    let mut state = "A";
    for rule in file[start..]
        .lines()
        .map_while(|line| line.strip_prefix("    | "))
    {
        let (on, does) = rule.split_once(" => ").ok_or_else(doubt)?;
        if on == "_, _" {
            break;
        }
        let (from, symbol) = on.split_once(", ").ok_or_else(doubt)?;
        if from != state {
            out.push('_');
            state = from;
        }
        let known = out.rsplit('_').next().map_or(0, |row| row.len() / 3);
        ensure!(symbol == known.to_string(), "the symbols are out of order");
        let does = does
            .strip_prefix('⟨')
            .and_then(|does| does.strip_suffix('⟩'));
        let parts: Vec<&str> = does.ok_or_else(doubt)?.split(", ").collect();
        let [write, side, next] = parts[..] else {
            return Err(doubt());
        };
        out.push_str(write);
        out.push_str(side.strip_prefix("Dir.").ok_or_else(doubt)?);
        match next.strip_prefix("some ") {
            Some(next) => out.push_str(next),
            None => out.push(halt),
        }
    }
    Ok(out)
}

/// The term in Lean for a configuration that is spelled as `B: 1 0 [1] 0`.
pub(super) fn term(text: &str, halt: char) -> Result<String, Doubt> {
    let doubt = || Doubt::new(format!("`{text}` is no configuration"));
    let (state, cells) = text.split_once(": ").ok_or_else(doubt)?;
    let (left, rest) = cells.split_once('[').ok_or_else(doubt)?;
    let (head, right) = rest.split_once(']').ok_or_else(doubt)?;
    let mut left: Vec<&str> = left.split_whitespace().collect();
    left.reverse();
    let right: Vec<&str> = right.split_whitespace().collect();
    let state = if state == halt.to_string() {
        "none".to_owned()
    } else {
        format!("some {state}")
    };
    let (left, right) = (left.join(", "), right.join(", "));
    Ok(format!("⟨{state}, [{left}], {head}, [{right}]⟩"))
}

/// The run's tape as the prompt would spell it, with all cells visited.
pub(super) fn visited(tape: &Tape) -> String {
    let mut out = format!("{}:", tape.state);
    for symbol in &tape.left {
        out.push(' ');
        out.push(*symbol);
    }
    out.push_str(&format!(" [{}]", tape.symbol()));
    for symbol in tape.right.iter().rev().skip(1) {
        out.push(' ');
        out.push(*symbol);
    }
    out
}
