//! The machine, and its standard text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Most states a machine may have: the letters A to Z and a to y name them, so that at least one
/// letter is left to halt with.
pub const MAX_STATES: usize = 51;
/// Most symbols a tape may hold, 0 to 9.
pub const MAX_SYMBOLS: usize = 10;

/// A direction of the head, or an end of the tape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Towards the beginning of the written tape.
    Left,
    /// Towards its end.
    Right,
}

impl Side {
    /// The other one.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }

    /// −1 for left, 1 for right.
    pub fn offset(self) -> isize {
        match self {
            Self::Left => -1,
            Self::Right => 1,
        }
    }
}

/// What a transition does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Action {
    /// The symbol it writes.
    pub write: u8,
    /// Where the head moves.
    pub side: Side,
    /// The next state, 0 for A; `None` halts.
    pub next: Option<u8>,
}

/// A machine: for each state and each symbol read, an action, or none where the transition is not
/// defined.
///
/// Its text is the standard one, `1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA`: states parted by `_`, three
/// characters for each symbol read (symbol written, `L` or `R`, next state), `---` for a transition
/// that is not defined; a letter beyond the last state halts. Halting is written `Z` (`z` from 26
/// states on). JSON holds the same text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Machine {
    states: usize,
    symbols: usize,
    table: Vec<Option<Action>>,
}

/// Why a text is no machine. Places count the characters of the text from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MachineError {
    /// There is nothing.
    #[error("the machine's text is empty")]
    Empty,
    /// More states than letters.
    #[error("the machine has {0} states, but at most {MAX_STATES} can be named")]
    States(usize),
    /// Too few or too many symbols.
    #[error(
        "state {state} has transitions for {found} symbols, but a tape has 2 to {MAX_SYMBOLS}; \
         parts are joined by `_`"
    )]
    Symbols {
        /// The state's letter.
        state: char,
        /// How many transitions it has.
        found: usize,
    },
    /// States with different numbers of transitions.
    #[error(
        "state {state}, which begins at character {at}, has {found} transitions, but state A has \
         {wanted}"
    )]
    Uneven {
        /// The state's letter.
        state: char,
        /// Where it begins.
        at: usize,
        /// How many transitions it has.
        found: usize,
        /// How many state A has.
        wanted: usize,
    },
    /// A state whose text is no whole number of transitions.
    #[error(
        "state {state}, which begins at character {at}, has {found} characters; each transition \
         has three"
    )]
    Ragged {
        /// The state's letter.
        state: char,
        /// Where it begins.
        at: usize,
        /// How many characters it has.
        found: usize,
    },
    /// The symbol written is none of the tape's.
    #[error("character {at} is `{found}`, but a symbol from 0 to {last} is written there")]
    Write {
        /// Where it stands.
        at: usize,
        /// What stands there.
        found: char,
        /// The largest symbol.
        last: usize,
    },
    /// The direction is neither of the two.
    #[error("character {at} is `{found}`, but the head moves L or R there")]
    Direction {
        /// Where it stands.
        at: usize,
        /// What stands there.
        found: char,
    },
    /// The next state is no letter.
    #[error("character {at} is `{found}`, but a letter names the next state there")]
    Next {
        /// Where it stands.
        at: usize,
        /// What stands there.
        found: char,
    },
}

/// The letter of a state, 0 for `A`.
pub fn letter(state: usize) -> char {
    let state = state.min(MAX_STATES) as u8;
    char::from(if state < 26 {
        b'A' + state
    } else {
        b'a' + (state - 26)
    })
}

/// The state that a letter names in any machine, 0 for `A`.
fn index(letter: char) -> Option<usize> {
    match letter {
        'A'..='Z' => Some(letter as usize - 'A' as usize),
        'a'..='z' => Some(letter as usize - 'a' as usize + 26),
        _ => None,
    }
}

impl Machine {
    /// A machine without any defined transition.
    ///
    /// # Errors
    /// [`MachineError`] when there are no states, or too many, or not 2 to 10 symbols.
    pub fn new(states: usize, symbols: usize) -> Result<Self, MachineError> {
        if states == 0 {
            return Err(MachineError::Empty);
        }
        if states > MAX_STATES {
            return Err(MachineError::States(states));
        }
        if !(2..=MAX_SYMBOLS).contains(&symbols) {
            return Err(MachineError::Symbols {
                state: 'A',
                found: symbols,
            });
        }
        Ok(Self {
            states,
            symbols,
            table: vec![None; states * symbols],
        })
    }

    /// How many states it has.
    pub fn states(&self) -> usize {
        self.states
    }

    /// How many symbols its tape knows.
    pub fn symbols(&self) -> usize {
        self.symbols
    }

    /// What it does in `state` on `symbol`; `None` where that is not defined.
    pub fn action(&self, state: u8, symbol: u8) -> Option<Action> {
        self.table[usize::from(state) * self.symbols + usize::from(symbol)]
    }

    /// Defines or clears a transition. The action's symbol and state must be the machine's.
    pub fn set(&mut self, state: u8, symbol: u8, action: Option<Action>) {
        debug_assert!(action.is_none_or(|action| {
            usize::from(action.write) < self.symbols
                && action
                    .next
                    .is_none_or(|next| usize::from(next) < self.states)
        }));
        self.table[usize::from(state) * self.symbols + usize::from(symbol)] = action;
    }

    /// All transitions as (state, symbol read, action), state by state.
    pub fn transitions(&self) -> impl Iterator<Item = (u8, u8, Option<Action>)> + '_ {
        self.table.iter().enumerate().map(|(index, &action)| {
            let (state, symbol) = (index / self.symbols, index % self.symbols);
            (state as u8, symbol as u8, action)
        })
    }

    /// The states and symbols on which it stops: its halting transitions and the undefined ones.
    pub fn stops(&self) -> impl Iterator<Item = (u8, u8)> + '_ {
        self.transitions()
            .filter(|(_, _, action)| action.is_none_or(|action| action.next.is_none()))
            .map(|(state, symbol, _)| (state, symbol))
    }

    /// The letter that stands for halting in this machine's text.
    pub fn halt_letter(&self) -> char {
        if self.states < 26 { 'Z' } else { 'z' }
    }

    /// The letter of a state, or of halting.
    pub fn state_letter(&self, state: Option<u8>) -> char {
        state.map_or(self.halt_letter(), |state| letter(usize::from(state)))
    }

    /// The state that a letter names in this machine: `Some(None)` for halting.
    pub fn state_of(&self, name: char) -> Option<Option<u8>> {
        let state = index(name)?;
        Some((state < self.states).then_some(state as u8))
    }

    /// The machine seen in a mirror: left and right exchanged.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let mut mirrored = self.clone();
        for action in mirrored.table.iter_mut().flatten() {
            action.side = action.side.opposite();
        }
        mirrored
    }

    /// One transition as three characters.
    pub fn spell(&self, action: Option<Action>) -> String {
        action.map_or_else(
            || "---".to_owned(),
            |action| {
                let side = if action.side == Side::Left { 'L' } else { 'R' };
                format!("{}{side}{}", action.write, self.state_letter(action.next))
            },
        )
    }
}

impl FromStr for Machine {
    type Err = MachineError;

    fn from_str(text: &str) -> Result<Self, MachineError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(MachineError::Empty);
        }
        let rows: Vec<&str> = text.split('_').collect();
        if rows.len() > MAX_STATES {
            return Err(MachineError::States(rows.len()));
        }
        let mut machine: Option<Self> = None;
        let mut at = 1;
        for (state, row) in rows.iter().enumerate() {
            let name = letter(state);
            let characters: Vec<char> = row.chars().collect();
            let found = characters.len() / 3;
            if !characters.len().is_multiple_of(3) {
                return Err(MachineError::Ragged {
                    state: name,
                    at,
                    found: characters.len(),
                });
            }
            let machine = match &mut machine {
                Some(machine) => machine,
                None if !(2..=MAX_SYMBOLS).contains(&found) => {
                    return Err(MachineError::Symbols { state: name, found });
                }
                None => machine.insert(Self::new(rows.len(), found)?),
            };
            if found != machine.symbols {
                return Err(MachineError::Uneven {
                    state: name,
                    at,
                    found,
                    wanted: machine.symbols,
                });
            }
            for (symbol, part) in characters.chunks_exact(3).enumerate() {
                let action = machine.read([part[0], part[1], part[2]], at + 3 * symbol)?;
                machine.set(state as u8, symbol as u8, action);
            }
            at += characters.len() + 1;
        }
        machine.ok_or(MachineError::Empty)
    }
}

impl Machine {
    /// The transition spelled by three characters of which the first stands at `at`.
    fn read(&self, part: [char; 3], at: usize) -> Result<Option<Action>, MachineError> {
        if part == ['-', '-', '-'] {
            return Ok(None);
        }
        let last = self.symbols - 1;
        let write = part[0]
            .to_digit(10)
            .filter(|&digit| digit as usize <= last)
            .ok_or(MachineError::Write {
                at,
                found: part[0],
                last,
            })?;
        let side = match part[1] {
            'L' => Side::Left,
            'R' => Side::Right,
            found => return Err(MachineError::Direction { at: at + 1, found }),
        };
        let next = self.state_of(part[2]).ok_or(MachineError::Next {
            at: at + 2,
            found: part[2],
        })?;
        Ok(Some(Action {
            write: write as u8,
            side,
            next,
        }))
    }
}

impl TryFrom<String> for Machine {
    type Error = MachineError;

    fn try_from(text: String) -> Result<Self, MachineError> {
        text.parse()
    }
}

impl From<Machine> for String {
    fn from(machine: Machine) -> Self {
        machine.to_string()
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, &action) in self.table.iter().enumerate() {
            if index > 0 && index.is_multiple_of(self.symbols) {
                f.write_str("_")?;
            }
            f.write_str(&self.spell(action))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_and_written() {
        for text in [
            "1RB1LB_1LA1RZ",
            "1RB1LC_1RC1RB_1RD0LE_1LA1LD_1RZ0LA",
            "1RB2LA1RA1RA_1LB1LA3RB1RZ",
            "1RB---_1LA0RB",
            "0RA1RZ",
        ] {
            let machine: Machine = text.parse().expect(text);
            assert_eq!(machine.to_string(), text);
            let json = serde_json::to_string(&machine).expect("text");
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(
                serde_json::from_str::<Machine>(&json).expect("text"),
                machine
            );
            assert_eq!(machine.mirrored().mirrored(), machine);
        }
        // Any letter beyond the last state halts.
        let machine: Machine = "1RB1LB_1LA1RH".parse().expect("a machine");
        assert_eq!(machine.to_string(), "1RB1LB_1LA1RZ");
        let many = vec!["1RB0LA"; MAX_STATES].join("_");
        let machine: Machine = many.parse().expect("letters suffice");
        assert_eq!(machine.to_string(), many);
        assert_eq!(machine.halt_letter(), 'z');
    }

    #[test]
    fn errors_name_the_place() {
        for (text, message) in [
            ("", "the machine's text is empty"),
            (
                "1RB",
                "state A has transitions for 1 symbols, but a tape has 2 to 10; parts are joined \
                 by `_`",
            ),
            (
                "1RB1LB_1LA",
                "state B, which begins at character 8, has 1 transitions, but state A has 2",
            ),
            (
                "1RB1LB_1LA1R",
                "state B, which begins at character 8, has 5 characters; each transition has three",
            ),
            (
                "1RB2LB_1LA1RZ",
                "character 4 is `2`, but a symbol from 0 to 1 is written there",
            ),
            (
                "1RB1LB_1LA1XZ",
                "character 12 is `X`, but the head moves L or R there",
            ),
            (
                "1RB1LB_1LA1R5",
                "character 13 is `5`, but a letter names the next state there",
            ),
            (
                "1RB--B_1LA1RZ",
                "character 4 is `-`, but a symbol from 0 to 1 is written there",
            ),
            (
                "1RB1LB__1LA1RZ",
                "state B, which begins at character 8, has 0 transitions, but state A has 2",
            ),
        ] {
            let error = text.parse::<Machine>().expect_err(text);
            assert_eq!(error.to_string(), message);
        }
        let many = vec!["1RB0LA"; MAX_STATES + 1].join("_");
        assert_eq!(many.parse::<Machine>(), Err(MachineError::States(52)));
        assert!(serde_json::from_str::<Machine>("\"1R\"").is_err());
    }
}
