//! The machine as the prompt's table tells it, and its run on two stacks of symbols, one for each
//! side of the head.

use std::collections::HashMap;

use crate::{Doubt, Question, ensure};

/// What is done in a state on a symbol: the symbol written, whether the head goes right, the next
/// state.
pub(crate) type Rule = (char, bool, char);

/// A machine, by letters and digits.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) rules: HashMap<(char, char), Rule>,
    pub(crate) states: Vec<char>,
    pub(crate) symbols: Vec<char>,
    /// The letter that stands for halting.
    pub(crate) halt: char,
}

impl Table {
    /// Reads the prompt's table, and sees that the prompt's line says the same.
    pub(crate) fn of(question: &Question<'_>) -> Result<Self, Doubt> {
        let table = Self::lines(question.text("table")?, question.text("halt")?)?;
        let line = question.text("machine")?;
        ensure!(table.line() == line, "the table is not {line}");
        let size = (question.int("states")?, question.int("symbols")?);
        ensure!(
            size == (table.states.len() as i64, table.symbols.len() as i64),
            "the table has another size than {size:?}"
        );
        Ok(table)
    }

    /// Reads lines of the form `B | 1RC | 0LA`, the first of which is the head.
    fn lines(text: &str, halt: &str) -> Result<Self, Doubt> {
        let mut lines = text.lines();
        let head = lines.next().unwrap_or_default();
        let symbols: Vec<char> = head
            .split('|')
            .skip(1)
            .filter_map(|part| part.trim().chars().last())
            .collect();
        let mut table = Self {
            rules: HashMap::new(),
            states: Vec::new(),
            symbols,
            halt: halt.chars().next().unwrap_or('Z'),
        };
        for line in lines {
            let mut parts = line.split('|').map(str::trim);
            let state = parts.next().and_then(|name| name.chars().next());
            let Some(state) = state else {
                return Err(Doubt::new(format!("`{line}` names no state")));
            };
            table.states.push(state);
            for (&symbol, part) in table.symbols.iter().zip(parts) {
                let mut letters = part.chars();
                match (letters.next(), letters.next(), letters.next()) {
                    (Some('-'), Some('-'), Some('-')) => {}
                    (Some(write), Some(side @ ('L' | 'R')), Some(next)) => {
                        table
                            .rules
                            .insert((state, symbol), (write, side == 'R', next));
                    }
                    _ => return Err(Doubt::new(format!("`{part}` is no transition"))),
                }
            }
        }
        Ok(table)
    }

    /// The table of a line of the standard form.
    pub(crate) fn of_line(line: &str, halt: char) -> Result<Self, Doubt> {
        let rows: Vec<&str> = line.split('_').collect();
        let symbols = rows.first().map_or(0, |row| row.len() / 3);
        let mut text = "state".to_owned();
        for symbol in 0..symbols {
            text += &format!(" | reads {symbol}");
        }
        for (state, row) in ('A'..='Z').zip(rows) {
            text += &format!("\n{state}");
            for part in 0..symbols {
                text += " | ";
                text += row.get(3 * part..3 * part + 3).unwrap_or_default();
            }
        }
        Self::lines(&text, &halt.to_string())
    }

    /// The line of the standard form.
    pub(crate) fn line(&self) -> String {
        let row = |&state: &char| -> String {
            let one = |&symbol: &char| match self.rules.get(&(state, symbol)) {
                Some((write, right, next)) => {
                    format!("{write}{}{next}", if *right { 'R' } else { 'L' })
                }
                None => "---".to_owned(),
            };
            self.symbols.iter().map(one).collect()
        };
        self.states.iter().map(row).collect::<Vec<_>>().join("_")
    }
}

/// A run: the cells left of the head, nearest last, and those from the head on, the head's last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tape {
    pub(crate) state: char,
    pub(crate) left: Vec<char>,
    pub(crate) right: Vec<char>,
}

impl Tape {
    /// State A on the empty tape.
    pub(crate) fn start() -> Self {
        Self {
            state: 'A',
            left: Vec::new(),
            right: Vec::new(),
        }
    }

    /// The configuration written as `B: 1 0 [1] 0`.
    pub(crate) fn read(text: &str) -> Result<Self, Doubt> {
        let doubt = || Doubt::new(format!("`{text}` is no configuration"));
        let (state, cells) = text.split_once(": ").ok_or_else(doubt)?;
        let (before, rest) = cells.split_once('[').ok_or_else(doubt)?;
        let digits =
            |text: &str| -> Vec<char> { text.chars().filter(char::is_ascii_digit).collect() };
        let mut right = digits(rest);
        right.reverse();
        Ok(Self {
            state: state.chars().next().ok_or_else(doubt)?,
            left: digits(before),
            right,
        }
        .trimmed())
    }

    /// The symbol under the head.
    pub(crate) fn symbol(&self) -> char {
        self.right.last().copied().unwrap_or('0')
    }

    /// Takes one step, if one is defined.
    pub(crate) fn step(&mut self, table: &Table) -> Option<()> {
        let &(write, right, next) = table.rules.get(&(self.state, self.symbol()))?;
        self.right.pop();
        if right {
            self.left.push(write);
        } else {
            self.right.push(write);
            self.right.push(self.left.pop().unwrap_or('0'));
        }
        self.state = next;
        Some(())
    }

    /// Without the 0s at both ends.
    pub(crate) fn trimmed(mut self) -> Self {
        for side in [&mut self.left, &mut self.right] {
            let empty = side.iter().take_while(|&&symbol| symbol == '0').count();
            side.drain(..empty);
        }
        self
    }

    /// How many cells do not hold 0.
    pub(crate) fn score(&self) -> u64 {
        let cells = self.left.iter().chain(&self.right);
        cells.filter(|&&symbol| symbol != '0').count() as u64
    }

    /// `B: 1 0 [1] 0`.
    pub(crate) fn spell(&self) -> String {
        let tape = self.clone().trimmed();
        let mut out = format!("{}:", tape.state);
        for symbol in &tape.left {
            out += &format!(" {symbol}");
        }
        out += &format!(" [{}]", tape.symbol());
        for symbol in tape.right.iter().rev().skip(1) {
            out += &format!(" {symbol}");
        }
        out
    }

    /// All cells, without the 0s at both ends.
    pub(crate) fn cells(&self) -> String {
        let cells: String = self.left.iter().chain(self.right.iter().rev()).collect();
        cells.trim_matches('0').to_owned()
    }
}

/// Runs until the halt, at most `limit` steps: the steps, and the tape then.
pub(crate) fn halt(table: &Table, limit: u64) -> Option<(u64, Tape)> {
    let mut tape = Tape::start();
    for steps in 1..=limit {
        tape.step(table)?;
        if tape.state == table.halt {
            return Some((steps, tape));
        }
    }
    None
}
