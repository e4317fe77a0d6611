//! A SAT solver under limits: batsat, whose learnt clauses are kept as a proof.

use batsat::{Callbacks, ClauseKind, Lit, Solver, SolverInterface, SolverOpts, lbool};

use super::circuit::Clauses;

/// How much a solver may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// The most conflicts.
    pub conflicts: usize,
    /// The most literals of learnt clauses that are kept as a proof.
    pub literals: usize,
}

/// What a solver found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Solved {
    /// A value for each variable that makes all clauses true.
    Model(Vec<bool>),
    /// There is none; each clause learnt follows from the clauses before it by unit propagation, and
    /// so does the contradiction from all of them.
    Refuted(Clauses),
    /// A limit was hit.
    Exhausted,
}

/// Keeps what is learnt, and stops at the limits.
struct Log {
    learnt: Clauses,
    effort: Effort,
}

impl Callbacks for Log {
    fn on_new_clause(&mut self, clause: &[Lit], _: ClauseKind) {
        let literal = |lit: &Lit| 2 * lit.var().idx() + u32::from(!lit.sign());
        self.learnt.push(clause.iter().map(literal));
    }

    fn stop(&self) -> bool {
        self.learnt.len() > self.effort.conflicts || self.learnt.literals() > self.effort.literals
    }
}

/// Looks for a model of `clauses` over `variables` variables. It is the same at every call.
pub fn solve(clauses: &Clauses, variables: u32, effort: Effort) -> Solved {
    let log = Log {
        learnt: Clauses::default(),
        effort,
    };
    let mut solver = Solver::new(SolverOpts::default(), log);
    let variables: Vec<_> = (0..variables).map(|_| solver.new_var_default()).collect();
    let mut lits = Vec::new();
    for clause in clauses.iter() {
        lits.clear();
        let lit = |&literal: &u32| Lit::new(variables[(literal >> 1) as usize], literal & 1 == 0);
        lits.extend(clause.iter().map(lit));
        solver.add_clause_reuse(&mut lits);
    }
    let result = solver.solve_limited(&[]);
    if result == lbool::TRUE {
        let value = |&variable| solver.value_var(variable) == lbool::TRUE;
        Solved::Model(variables.iter().map(value).collect())
    } else if result == lbool::FALSE {
        Solved::Refuted(std::mem::take(&mut solver.cb_mut().learnt))
    } else {
        Solved::Exhausted
    }
}
