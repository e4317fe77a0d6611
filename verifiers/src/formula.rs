//! Propositional formulas: a conjunction of clauses, each an inclusive or an exclusive
//! disjunction of literals.
//!
//! A literal is a variable's number, counted from 1, negative when the variable is negated.

use serde::{Deserialize, Serialize};

/// The most variables a [`Table`] reaches: 2^20 bits are 128 KiB.
pub const MAX_TABLE: usize = 20;

/// How the literals of a clause are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Connective {
    /// At least one literal is true.
    Or,
    /// An odd number of literals is true.
    Xor,
}

impl Connective {
    /// Whether `clause` is true when variable `i + 1` has the value `values[i]`; a literal of a
    /// variable beyond them is false.
    pub fn holds(self, clause: &[i32], values: &[bool]) -> bool {
        let mut literals = clause.iter().map(|&literal| is_true(literal, values));
        match self {
            Self::Or => literals.any(|value| value),
            Self::Xor => literals.fold(false, |odd, value| odd != value),
        }
    }
}

fn is_true(literal: i32, values: &[bool]) -> bool {
    values
        .get(literal.unsigned_abs() as usize - usize::from(literal != 0))
        .is_some_and(|&value| value == (literal > 0))
}

/// The set of assignments under which all clauses so far are true, one bit an assignment: bit `a`
/// stands for the assignment that gives variable `i + 1` bit `i` of `a`. An empty table is a proof
/// that no assignment is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    words: Vec<u64>,
}

/// The truth tables of the first six variables within one word.
const COLUMNS: [u64; 6] = [
    0xaaaa_aaaa_aaaa_aaaa,
    0xcccc_cccc_cccc_cccc,
    0xf0f0_f0f0_f0f0_f0f0,
    0xff00_ff00_ff00_ff00,
    0xffff_0000_ffff_0000,
    0xffff_ffff_0000_0000,
];

impl Table {
    /// All assignments of `variables` variables, of which [`MAX_TABLE`] at most are reckoned with.
    pub fn new(variables: usize) -> Self {
        let variables = variables.min(MAX_TABLE);
        let words = if variables >= 6 {
            vec![u64::MAX; 1 << (variables - 6)]
        } else {
            vec![(1 << (1 << variables)) - 1]
        };
        Self { words }
    }

    /// Keeps the assignments under which `clause` is true.
    pub fn restrict(&mut self, connective: Connective, clause: &[i32]) {
        for (index, word) in self.words.iter_mut().enumerate() {
            *word &= truth(connective, clause, index);
        }
    }

    /// How many assignments would be left after `clause`.
    pub fn left_after(&self, connective: Connective, clause: &[i32]) -> u32 {
        let words = self.words.iter().enumerate();
        words
            .map(|(index, word)| (word & truth(connective, clause, index)).count_ones())
            .sum()
    }

    /// Whether no assignment is left.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }
}

/// The truth table of `clause` over the 64 assignments of word `index`.
fn truth(connective: Connective, clause: &[i32], index: usize) -> u64 {
    let literals = clause.iter().map(|&literal| {
        let variable = (literal.unsigned_abs() as usize).saturating_sub(1);
        let column = match COLUMNS.get(variable) {
            Some(&column) => column,
            None if index >> (variable - 6) & 1 == 1 => u64::MAX,
            None => 0,
        };
        if literal < 0 { !column } else { column }
    });
    match connective {
        Connective::Or => literals.fold(0, |all, literal| all | literal),
        Connective::Xor => literals.fold(0, |all, literal| all ^ literal),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values(assignment: usize, variables: usize) -> Vec<bool> {
        (0..variables).map(|i| assignment >> i & 1 == 1).collect()
    }

    proptest! {
        #[test]
        fn a_table_holds_what_is_true_one_by_one(
            variables in 1usize..=9,
            raw in prop::collection::vec(prop::collection::vec((1i32..=9, any::<bool>()), 1..4), 0..12),
            xor in any::<bool>(),
        ) {
            let connective = if xor { Connective::Xor } else { Connective::Or };
            let clauses: Vec<Vec<i32>> = raw.into_iter().map(|clause| {
                clause.into_iter().map(|(variable, negated)| {
                    let variable = (variable - 1) % variables as i32 + 1;
                    if negated { -variable } else { variable }
                }).collect()
            }).collect();
            let mut table = Table::new(variables);
            for clause in &clauses {
                let left = table.left_after(connective, clause);
                table.restrict(connective, clause);
                prop_assert_eq!(left, table.words.iter().map(|word| word.count_ones()).sum::<u32>());
            }
            for assignment in 0..1usize << variables {
                let values = values(assignment, variables);
                let wanted = clauses.iter().all(|clause| connective.holds(clause, &values));
                let found = table.words[assignment / 64] >> (assignment % 64) & 1 == 1;
                prop_assert_eq!(found, wanted);
            }
        }
    }
}
