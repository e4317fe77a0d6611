//! `beyondbench.hard.boolean_sat`, by a SAT solver. An assignment that it finds must be accepted,
//! and the key's own must make every clause of the prompt true; where it finds none, the claim that
//! there is none must be accepted, and nothing else.

use batsat::{BasicSolver, Lit, SolverInterface, lbool};

use super::answer::{given, number, takes};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.boolean_sat",
    method: "SAT solver",
    confirm,
};

/// The claim that no assignment makes the formula true.
const NONE: &str = "unsatisfiable";

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let variables = question.int("variables")?;
    ensure!((1..=64).contains(&variables), "{variables} variables");
    let variables = variables as usize;
    let text = question.text("formula")?;
    let exclusive = text.contains('⊕');
    let clauses = clauses(text, variables)?;
    let holds = |values: &[bool]| {
        clauses.iter().all(|clause| {
            let mut literals = clause.iter().map(|&(place, sign)| values[place] == sign);
            match exclusive {
                true => literals.filter(|&literal| literal).count() % 2 == 1,
                false => literals.any(|literal| literal),
            }
        })
    };
    let own = given(question)?;
    let Some(found) = solve(&clauses, variables, exclusive) else {
        ensure!(own == NONE, "the key is {own}, but there is no assignment");
        ensure!(takes(question, NONE), "the claim of none is not accepted");
        let all = spell(&vec![true; variables]);
        ensure!(!takes(question, &all), "{all} is accepted");
        return Ok(());
    };
    ensure!(holds(&found), "the solver's assignment does not hold");
    ensure!(
        takes(question, &spell(&found)),
        "{} makes the formula true but is not accepted",
        spell(&found)
    );
    ensure!(!takes(question, NONE), "the claim of none is accepted");
    let own = assignment(&own, variables)?;
    ensure!(holds(&own), "the key's own {} does not hold", spell(&own));
    // One value changed is judged by the clauses.
    for place in 0..variables.min(4) {
        let mut other = found.clone();
        other[place] = !other[place];
        ensure!(
            takes(question, &spell(&other)) == holds(&other),
            "{} is judged wrongly",
            spell(&other)
        );
    }
    Ok(())
}

/// A clause's literals: the variable's place, and the value that makes the literal true.
type Clause = Vec<(usize, bool)>;

/// `(x1 ∨ ¬x2) ∧ (x3)`.
fn clauses(text: &str, variables: usize) -> Result<Vec<Clause>, Doubt> {
    let literal = |text: &str| {
        let (name, sign) = match text.strip_prefix('¬') {
            Some(name) => (name, false),
            None => (text, true),
        };
        let name = name
            .strip_prefix('x')
            .ok_or_else(|| Doubt::new(format!("`{text}` is no literal")))?;
        let place = number::<usize>(name)?.wrapping_sub(1);
        ensure!(place < variables, "there is no variable {name}");
        Ok((place, sign))
    };
    text.split(" ∧ ")
        .map(|clause| {
            let inner = clause
                .strip_prefix('(')
                .and_then(|rest| rest.strip_suffix(')'))
                .ok_or_else(|| Doubt::new(format!("`{clause}` is no clause")))?;
            inner
                .split([' ', '∨', '⊕'])
                .filter(|part| !part.is_empty())
                .map(literal)
                .collect()
        })
        .collect()
}

/// An assignment that makes all clauses true, if there is one. An exclusive disjunction is given
/// to the solver as the clauses that forbid every even number of true literals.
fn solve(clauses: &[Clause], variables: usize, exclusive: bool) -> Option<Vec<bool>> {
    let mut solver = BasicSolver::default();
    let names: Vec<_> = (0..variables).map(|_| solver.new_var_default()).collect();
    let mut literals: Vec<Lit> = Vec::new();
    for clause in clauses {
        let signs = if exclusive {
            0..1u32 << clause.len()
        } else {
            0..1
        };
        for flips in signs.filter(|flips| flips.count_ones() % 2 == 0) {
            literals.clear();
            literals.extend((0..).zip(clause).map(|(bit, &(place, sign))| {
                Lit::new(names[place], sign != (flips >> bit & 1 == 1))
            }));
            solver.add_clause_reuse(&mut literals);
        }
    }
    (solver.solve_limited(&[]) == lbool::TRUE).then(|| {
        let value = |&name| solver.value_lit(Lit::new(name, true)) == lbool::TRUE;
        names.iter().map(value).collect()
    })
}

fn spell(values: &[bool]) -> String {
    let spelled = (1..)
        .zip(values)
        .map(|(number, &value)| format!("x{number} = {}", if value { 'T' } else { 'F' }));
    spelled.collect::<Vec<_>>().join(", ")
}

/// `x1 = T, x2 = F`.
fn assignment(text: &str, variables: usize) -> Result<Vec<bool>, Doubt> {
    let values: Vec<bool> = (1..)
        .zip(text.split(", "))
        .map(|(place, part)| match part.split_once(" = ") {
            Some((name, "T")) if name == format!("x{place}") => Ok(true),
            Some((name, "F")) if name == format!("x{place}") => Ok(false),
            _ => Err(Doubt::new(format!("the key says `{part}`"))),
        })
        .collect::<Result<_, _>>()?;
    ensure!(values.len() == variables, "the key leaves out a variable");
    Ok(values)
}
