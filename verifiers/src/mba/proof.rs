//! Checking that a refutation is one, apart from the solver that wrote it.
//!
//! A proof is a list of clauses. Each must follow from the clauses before it by *reverse unit
//! propagation*: assume that all its literals are false, set what the clauses then force, and meet a
//! clause all of whose literals are false. In the end the clauses must force a contradiction without
//! any assumption. Deletions are left out, which only makes the check slower, and never wrong.

use thiserror::Error;

use super::circuit::{Clauses, Literal};

/// Why a proof is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProofError {
    /// A clause does not follow.
    #[error("clause {0} of the proof does not follow by unit propagation")]
    Unjustified(usize),
    /// The clauses end without a contradiction.
    #[error("the proof ends without a contradiction")]
    Open,
    /// A literal of no variable.
    #[error("clause {0} names a variable that does not exist")]
    Variable(usize),
    /// Checking took more than its limit.
    #[error("checking the proof takes more than {0} visits of clauses")]
    Limit(u64),
}

/// Checks that `proof` refutes `clauses` over `variables` variables, visiting at most `limit`
/// clauses.
///
/// # Errors
/// [`ProofError`] says what is wrong with it.
pub fn check(
    clauses: &Clauses,
    variables: u32,
    proof: &Clauses,
    limit: u64,
) -> Result<(), ProofError> {
    let mut checker = Checker {
        values: vec![None; variables as usize],
        watches: vec![Vec::new(); 2 * variables as usize],
        clauses: Vec::new(),
        trail: Vec::new(),
        done: 0,
        visits: 0,
        limit,
        contradiction: false,
    };
    for (number, clause) in clauses.iter().chain(proof.iter()).enumerate() {
        if clause.iter().any(|&literal| literal >> 1 >= variables) {
            return Err(ProofError::Variable(number));
        }
        if checker.contradiction {
            return Ok(());
        }
        if number >= clauses.len() && !checker.follows(clause)? {
            return Err(ProofError::Unjustified(number - clauses.len()));
        }
        checker.add(clause)?;
    }
    if checker.contradiction {
        Ok(())
    } else {
        Err(ProofError::Open)
    }
}

struct Checker {
    values: Vec<Option<bool>>,
    /// For each literal the clauses that wait for it to become false.
    watches: Vec<Vec<u32>>,
    clauses: Vec<Vec<Literal>>,
    trail: Vec<Literal>,
    /// How much of the trail has been propagated.
    done: usize,
    visits: u64,
    limit: u64,
    contradiction: bool,
}

impl Checker {
    fn value(&self, literal: Literal) -> Option<bool> {
        self.values[(literal >> 1) as usize].map(|value| value != (literal & 1 == 1))
    }

    fn set(&mut self, literal: Literal) {
        self.values[(literal >> 1) as usize] = Some(literal & 1 == 0);
        self.trail.push(literal);
    }

    /// Whether assuming `clause` false leads to a conflict.
    fn follows(&mut self, clause: &[Literal]) -> Result<bool, ProofError> {
        let before = self.trail.len();
        let mut conflict = false;
        for &literal in clause {
            match self.value(literal) {
                Some(true) => conflict = true,
                Some(false) => {}
                None => self.set(literal ^ 1),
            }
        }
        let follows = conflict || self.propagate()?;
        for literal in self.trail.drain(before..) {
            self.values[(literal >> 1) as usize] = None;
        }
        self.done = before;
        Ok(follows)
    }

    /// Adds a clause, and sets what it and the others force.
    fn add(&mut self, clause: &[Literal]) -> Result<(), ProofError> {
        let mut clause = clause.to_vec();
        clause.sort_unstable();
        clause.dedup();
        // The two watched literals must not be false for good, unless nothing else is there.
        clause.sort_by_key(|&literal| self.value(literal) == Some(false));
        let open = clause
            .iter()
            .take_while(|&&literal| self.value(literal) != Some(false))
            .count();
        match open {
            0 => self.contradiction = true,
            1 if self.value(clause[0]).is_none() => {
                self.set(clause[0]);
                self.contradiction = self.propagate()?;
            }
            // True for good.
            1 => {}
            _ => {
                let number = self.clauses.len() as u32;
                self.watches[clause[0] as usize].push(number);
                self.watches[clause[1] as usize].push(number);
                self.clauses.push(clause);
            }
        }
        Ok(())
    }

    /// Sets what is forced; whether a clause became false.
    fn propagate(&mut self) -> Result<bool, ProofError> {
        while self.done < self.trail.len() {
            let false_now = self.trail[self.done] ^ 1;
            self.done += 1;
            let watching = std::mem::take(&mut self.watches[false_now as usize]);
            let mut kept = Vec::with_capacity(watching.len());
            let mut conflict = false;
            for (at, &number) in watching.iter().enumerate() {
                self.visits += 1;
                let clause = &mut self.clauses[number as usize];
                if clause[0] == false_now {
                    clause.swap(0, 1);
                }
                let value = |literal: Literal| {
                    self.values[(literal >> 1) as usize].map(|value| value != (literal & 1 == 1))
                };
                if value(clause[0]) == Some(true) {
                    kept.push(number);
                    continue;
                }
                let other = (2..clause.len()).find(|&place| value(clause[place]) != Some(false));
                if let Some(place) = other {
                    clause.swap(1, place);
                    self.watches[clause[1] as usize].push(number);
                    continue;
                }
                kept.push(number);
                let forced = clause[0];
                if value(forced) == Some(false) {
                    kept.extend_from_slice(&watching[at + 1..]);
                    conflict = true;
                    break;
                }
                self.set(forced);
            }
            self.watches[false_now as usize] = kept;
            if conflict {
                return Ok(true);
            }
            if self.visits > self.limit {
                return Err(ProofError::Limit(self.limit));
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clauses(list: &[&[u32]]) -> Clauses {
        let mut clauses = Clauses::default();
        for clause in list {
            clauses.push(clause.iter().copied());
        }
        clauses
    }

    #[test]
    fn proofs_are_told_from_claims() {
        // All four clauses over two variables, literals 2 and 3, 4 and 5.
        let all = clauses(&[&[2, 4], &[2, 5], &[3, 4], &[3, 5]]);
        let check = |all: &Clauses, proof: &[&[u32]]| check(all, 3, &clauses(proof), 1_000);
        assert_eq!(check(&all, &[&[2]]), Ok(()));
        assert_eq!(check(&all, &[]), Err(ProofError::Open));
        assert_eq!(check(&all, &[&[]]), Err(ProofError::Unjustified(0)));
        let some = clauses(&[&[2, 4], &[2, 5], &[3, 4]]);
        assert_eq!(check(&some, &[&[2], &[3]]), Err(ProofError::Unjustified(1)));
        assert_eq!(check(&some, &[&[2], &[4]]), Err(ProofError::Open));
        assert_eq!(check(&some, &[&[9]]), Err(ProofError::Variable(3)));
        assert_eq!(check(&clauses(&[&[2], &[3]]), &[]), Ok(()));
    }
}
