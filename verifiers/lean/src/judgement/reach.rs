//! What a constant rests on: everything that its type and value name, and what those name, in an
//! order in which each comes after what it rests on.

use rustc_hash::{FxHashMap, FxHashSet};
use thiserror::Error;

use crate::readout::constants::{Constant, Kind, Readout};
use crate::readout::terms::{Expr, ExprId, NameId, Terms};

/// Constants that a kernel takes together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// One that stands for itself.
    Single(NameId),
    /// Inductive types defined together, with their constructors and recursors.
    Types(Vec<NameId>),
}

/// What a constant rests on.
#[derive(Clone, Debug, Default)]
pub struct Reached {
    /// The file's own, each after what it rests on.
    pub units: Vec<Unit>,
    /// The file's own constants by name.
    pub constants: FxHashSet<NameId>,
    /// Names that the file does not define: the library's, if anyone's.
    pub library: FxHashSet<NameId>,
}

/// Why there is no such order.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReachError {
    /// A constant that rests on itself.
    #[error("`{0}` rests on itself")]
    Circle(String),
    /// Inductive types whose parts don't fit together.
    #[error("`{0}` is not part of the type that it claims")]
    Misfit(String),
}

/// The constants that an expression names, structures of projections included.
pub fn named(terms: &Terms, roots: &[ExprId]) -> FxHashSet<NameId> {
    let mut names = FxHashSet::default();
    let mut seen = FxHashSet::default();
    let mut open = roots.to_vec();
    while let Some(expr) = open.pop() {
        if !seen.insert(expr) {
            continue;
        }
        match terms.expr(expr) {
            Expr::Variable(_) | Expr::Sort(_) | Expr::Natural(_) | Expr::Text(_) => {}
            Expr::Constant(name, _) => {
                names.insert(*name);
            }
            Expr::Apply(function, argument) => open.extend([*function, *argument]),
            Expr::Lambda { ty, body, .. } | Expr::Pi { ty, body, .. } => open.extend([*ty, *body]),
            Expr::Let {
                ty, value, body, ..
            } => open.extend([*ty, *value, *body]),
            Expr::Project { structure, of, .. } => {
                names.insert(*structure);
                open.push(*of);
            }
        }
    }
    names
}

/// What `root` rests on, itself included.
///
/// # Errors
/// [`ReachError`] when the constants can't have come from a kernel.
pub fn reach(readout: &Readout, root: NameId) -> Result<Reached, ReachError> {
    let mut search = Search {
        readout,
        reached: Reached::default(),
        state: FxHashMap::default(),
    };
    search.run(root)?;
    Ok(search.reached)
}

enum Task {
    Enter(NameId),
    Leave(NameId, Unit),
}

struct Search<'a> {
    readout: &'a Readout,
    reached: Reached,
    /// By a unit's first name: whether it is finished.
    state: FxHashMap<NameId, bool>,
}

impl Search<'_> {
    fn run(&mut self, root: NameId) -> Result<(), ReachError> {
        let mut tasks = vec![Task::Enter(root)];
        while let Some(task) = tasks.pop() {
            match task {
                Task::Leave(leader, unit) => {
                    self.state.insert(leader, true);
                    self.reached.units.push(unit);
                }
                Task::Enter(name) => {
                    let Some(constant) = self.readout.get(name) else {
                        self.reached.library.insert(name);
                        continue;
                    };
                    self.reached.constants.insert(name);
                    let unit = self.unit(constant)?;
                    let leader = match &unit {
                        Unit::Single(name) => *name,
                        Unit::Types(all) => all.first().copied().unwrap_or(name),
                    };
                    match self.state.get(&leader) {
                        Some(true) => continue,
                        Some(false) => return Err(ReachError::Circle(self.show(name))),
                        None => {}
                    }
                    self.state.insert(leader, false);
                    let needs = self.needs(&unit);
                    tasks.push(Task::Leave(leader, unit));
                    tasks.extend(needs.into_iter().map(Task::Enter));
                }
            }
        }
        Ok(())
    }

    fn show(&self, name: NameId) -> String {
        self.readout.terms.show(name)
    }

    fn misfit(&self, name: NameId) -> ReachError {
        ReachError::Misfit(self.show(name))
    }

    fn unit(&self, constant: &Constant) -> Result<Unit, ReachError> {
        let all = match &constant.kind {
            Kind::Inductive { all, .. } | Kind::Recursor { all, .. } => all,
            Kind::Constructor { of, .. } => {
                let ty = self.readout.get(*of).map(|ty| &ty.kind);
                match ty {
                    Some(Kind::Inductive {
                        all, constructors, ..
                    }) if constructors.contains(&constant.name) => all,
                    _ => return Err(self.misfit(constant.name)),
                }
            }
            _ => return Ok(Unit::Single(constant.name)),
        };
        for name in all {
            let kind = self.readout.get(*name).map(|ty| &ty.kind);
            match kind {
                Some(Kind::Inductive { all: same, .. }) if same == all => {}
                _ => return Err(self.misfit(constant.name)),
            }
        }
        if all.is_empty() {
            return Err(self.misfit(constant.name));
        }
        Ok(Unit::Types(all.clone()))
    }

    /// The names that a unit rests on, without its own.
    fn needs(&self, unit: &Unit) -> FxHashSet<NameId> {
        let mut roots = Vec::new();
        let mut own = FxHashSet::default();
        match unit {
            Unit::Single(name) => {
                if let Some(constant) = self.readout.get(*name) {
                    roots.push(constant.ty);
                    roots.extend(constant.value());
                }
            }
            Unit::Types(all) => {
                for name in all {
                    let Some(ty) = self.readout.get(*name) else {
                        continue;
                    };
                    own.insert(*name);
                    roots.push(ty.ty);
                    let Kind::Inductive { constructors, .. } = &ty.kind else {
                        continue;
                    };
                    for constructor in constructors {
                        own.insert(*constructor);
                        roots.extend(self.readout.get(*constructor).map(|one| one.ty));
                    }
                }
            }
        }
        let mut needs = named(&self.readout.terms, &roots);
        needs.retain(|name| !own.contains(name));
        needs
    }
}
