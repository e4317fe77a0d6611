//! Everything that a proof rests on, once more through Lean's kernel, in a Lean that has never
//! seen the file it came from.
//!
//! The declarations are built from the host's read-out. What the kernel derives by itself,
//! constructors' and recursors' data, is not taken over but compared afterwards.

use num_bigint::BigUint;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::kernel::{Kernel, Term};
use super::reach::{Reached, Unit};
use crate::guest::machine::Ending;
use crate::readout::constants::{Constant, Hints, Kind, Readout, Safety};
use crate::readout::terms::{Expr, ExprId, Level, LevelId, Name, NameId};

/// What the kernel said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Replayed<O> {
    /// It took everything: its environment after that.
    Accepted(O),
    /// It took one declaration not.
    Refused {
        /// Which.
        constant: String,
        /// Why.
        why: String,
    },
    /// It ran into a limit of its own.
    GaveUp {
        /// At which declaration.
        constant: String,
        /// At which limit.
        why: String,
    },
}

/// A kernel's exceptions by their number: whether it is a refusal, and what it says.
fn exception(number: u8) -> (bool, &'static str) {
    match number {
        0 => (true, "it names a constant that is not there"),
        1 => (true, "its name is taken"),
        2 => (true, "its value is not of its type"),
        3 => (true, "it holds metavariables"),
        4 => (true, "it holds free variables"),
        5 => (true, "something is applied that is no function"),
        6 => (true, "something stands for a type that is none"),
        7 | 8 => (true, "a type does not match"),
        9 => (
            true,
            "an argument is not of the type that the function wants",
        ),
        10 => (true, "a projection is not valid"),
        11 => (true, "a theorem's type is not a proposition"),
        13 => (false, "its deterministic time is up"),
        14 => (false, "it needs too much memory"),
        15 => (false, "it recurses too deeply"),
        16 => (false, "it was interrupted"),
        _ => (true, "it is not well formed"),
    }
}

/// Puts what was reached through the kernel whose environment is `kernel`.
///
/// # Errors
/// [`Ending`] when the guest broke off.
pub(crate) fn replay<K: Kernel>(
    lean: &mut K,
    kernel: K::Object,
    readout: &Readout,
    reached: &Reached,
) -> Result<Replayed<K::Object>, Ending> {
    let mut builder = Builder::new(lean, readout);
    let mut environment = builder.lean.share(kernel)?;
    for unit in &reached.units {
        let (leader, declaration) = builder.declaration(unit)?;
        let Some(declaration) = declaration else {
            return Ok(Replayed::Refused {
                constant: readout.terms.show(leader),
                why: "it is of a kind that no file may declare".to_owned(),
            });
        };
        match builder.lean.add(environment, declaration)? {
            Ok(next) => environment = next,
            Err(number) => {
                let (refused, why) = exception(number);
                let (constant, why) = (readout.terms.show(leader), why.to_owned());
                return Ok(if refused {
                    Replayed::Refused { constant, why }
                } else {
                    Replayed::GaveUp { constant, why }
                });
            }
        }
    }
    Ok(Replayed::Accepted(environment))
}

/// Builds declarations in a Lean. Every term is made once and shared.
pub(crate) struct Builder<'a, K: Kernel> {
    lean: &'a mut K,
    readout: &'a Readout,
    names: FxHashMap<NameId, K::Object>,
    levels: FxHashMap<LevelId, K::Object>,
    exprs: FxHashMap<ExprId, K::Object>,
}

impl<'a, K: Kernel> Builder<'a, K> {
    pub(crate) fn new(lean: &'a mut K, readout: &'a Readout) -> Self {
        Self {
            lean,
            readout,
            names: FxHashMap::default(),
            levels: FxHashMap::default(),
            exprs: FxHashMap::default(),
        }
    }

    /// A name.
    pub(crate) fn name(&mut self, name: NameId) -> Result<K::Object, Ending> {
        let mut chain = Vec::new();
        let mut rest = name;
        let mut object = loop {
            if rest == NameId::ANONYMOUS {
                break K::boxed(0);
            }
            if let Some(object) = self.names.get(&rest) {
                break *object;
            }
            chain.push(rest);
            rest = match self.readout.terms.name(rest) {
                Name::Anonymous => NameId::ANONYMOUS,
                Name::Text(prefix, _) | Name::Number(prefix, _) => *prefix,
            };
        };
        for name in chain.into_iter().rev() {
            self.lean.share(object)?;
            object = match self.readout.terms.name(name) {
                Name::Anonymous => K::boxed(0),
                Name::Text(_, part) => {
                    let part = self.lean.string(part)?;
                    self.lean.term(Term::NameText(object, part))?
                }
                Name::Number(_, number) => {
                    let number = self.natural(&BigUint::from(*number))?;
                    self.lean.term(Term::NameNumber(object, number))?
                }
            };
            self.names.insert(name, object);
        }
        self.lean.share(object)
    }

    fn names(&mut self, names: &[NameId]) -> Result<K::Object, Ending> {
        let mut objects = Vec::with_capacity(names.len());
        for name in names {
            objects.push(self.name(*name)?);
        }
        self.lean.list(&objects)
    }

    /// Levels are numbered after their parts, as expressions are: what is missing is made in
    /// that order.
    fn level(&mut self, root: LevelId) -> Result<K::Object, Ending> {
        let mut missing = Vec::new();
        let mut seen = FxHashSet::default();
        let mut open = vec![root];
        while let Some(level) = open.pop() {
            if self.levels.contains_key(&level) || !seen.insert(level) {
                continue;
            }
            missing.push(level);
            match self.readout.terms.level(level) {
                Level::Zero | Level::Param(_) => {}
                Level::Succ(of) => open.push(of),
                Level::Max(a, b) | Level::Imax(a, b) => open.extend([a, b]),
            }
        }
        missing.sort_unstable();
        for level in missing {
            let object = match self.readout.terms.level(level) {
                Level::Zero => self.lean.term(Term::Zero)?,
                Level::Succ(of) => {
                    let of = self.known_level(of)?;
                    self.lean.term(Term::Succ(of))?
                }
                Level::Max(a, b) => {
                    let (a, b) = (self.known_level(a)?, self.known_level(b)?);
                    self.lean.term(Term::Max(a, b))?
                }
                Level::Imax(a, b) => {
                    let (a, b) = (self.known_level(a)?, self.known_level(b)?);
                    self.lean.term(Term::Imax(a, b))?
                }
                Level::Param(name) => {
                    let name = self.name(name)?;
                    self.lean.term(Term::Param(name))?
                }
            };
            self.levels.insert(level, object);
        }
        self.known_level(root)
    }

    fn known_level(&self, level: LevelId) -> Result<K::Object, Ending> {
        let object = self.levels.get(&level).copied();
        self.lean.share(object.ok_or_else(out_of_order)?)
    }

    fn expr(&mut self, root: ExprId) -> Result<K::Object, Ending> {
        let mut missing = Vec::new();
        let mut seen = FxHashSet::default();
        let mut open = vec![root];
        while let Some(expr) = open.pop() {
            if self.exprs.contains_key(&expr) || !seen.insert(expr) {
                continue;
            }
            missing.push(expr);
            match self.readout.terms.expr(expr) {
                Expr::Apply(a, b) => open.extend([*a, *b]),
                Expr::Lambda { ty, body, .. } | Expr::Pi { ty, body, .. } => {
                    open.extend([*ty, *body]);
                }
                Expr::Let {
                    ty, value, body, ..
                } => open.extend([*ty, *value, *body]),
                Expr::Project { of, .. } => open.push(*of),
                _ => {}
            }
        }
        missing.sort_unstable();
        let readout = self.readout;
        for expr in missing {
            let object = self.make(readout.terms.expr(expr))?;
            self.exprs.insert(expr, object);
        }
        self.known_expr(root)
    }

    fn known_expr(&self, expr: ExprId) -> Result<K::Object, Ending> {
        let object = self.exprs.get(&expr).copied();
        self.lean.share(object.ok_or_else(out_of_order)?)
    }

    fn make(&mut self, expr: &Expr) -> Result<K::Object, Ending> {
        match expr {
            Expr::Variable(index) => self.lean.term(Term::Variable(K::boxed(*index))),
            Expr::Sort(level) => {
                let level = self.level(*level)?;
                self.lean.term(Term::Sort(level))
            }
            Expr::Constant(name, levels) => {
                let name = self.name(*name)?;
                let mut objects = Vec::with_capacity(levels.len());
                for level in levels {
                    objects.push(self.level(*level)?);
                }
                let levels = self.lean.list(&objects)?;
                self.lean.term(Term::Constant(name, levels))
            }
            Expr::Apply(function, argument) => {
                let (function, argument) =
                    (self.known_expr(*function)?, self.known_expr(*argument)?);
                self.lean.term(Term::Apply(function, argument))
            }
            Expr::Lambda {
                name,
                binder,
                ty,
                body,
            } => {
                let (name, ty, body) = (
                    self.name(*name)?,
                    self.known_expr(*ty)?,
                    self.known_expr(*body)?,
                );
                self.lean.term(Term::Lambda(name, ty, body, *binder))
            }
            Expr::Pi {
                name,
                binder,
                ty,
                body,
            } => {
                let (name, ty, body) = (
                    self.name(*name)?,
                    self.known_expr(*ty)?,
                    self.known_expr(*body)?,
                );
                self.lean.term(Term::Pi(name, ty, body, *binder))
            }
            Expr::Let {
                name,
                ty,
                value,
                body,
            } => {
                let name = self.name(*name)?;
                let ty = self.known_expr(*ty)?;
                let (value, body) = (self.known_expr(*value)?, self.known_expr(*body)?);
                self.lean.term(Term::Let(name, ty, value, body))
            }
            Expr::Natural(value) => {
                let number = self.natural(value)?;
                let literal = self.lean.constructor(0, &[number], &[])?;
                self.lean.term(Term::Literal(literal))
            }
            Expr::Text(text) => {
                let text = self.lean.string(text)?;
                let literal = self.lean.constructor(1, &[text], &[])?;
                self.lean.term(Term::Literal(literal))
            }
            Expr::Project {
                structure,
                index,
                of,
            } => {
                let (structure, of) = (self.name(*structure)?, self.known_expr(*of)?);
                self.lean
                    .term(Term::Project(structure, K::boxed(*index), of))
            }
        }
    }

    fn natural(&mut self, value: &BigUint) -> Result<K::Object, Ending> {
        match u32::try_from(value) {
            Ok(small) if small < 1 << 31 => return Ok(K::boxed(small)),
            _ => {}
        }
        self.lean.decimal(&value.to_string())
    }

    /// The declaration of a unit, or none if no file may declare such a thing; and the name that
    /// it is known by.
    fn declaration(&mut self, unit: &Unit) -> Result<(NameId, Option<K::Object>), Ending> {
        match unit {
            Unit::Types(all) => {
                let leader = all.first().copied().unwrap_or(NameId::ANONYMOUS);
                Ok((leader, self.types(all)?))
            }
            Unit::Single(name) => {
                let readout = self.readout;
                let constant = readout.get(*name).ok_or_else(out_of_order)?;
                Ok((*name, self.single(constant)?))
            }
        }
    }

    fn base(&mut self, constant: &Constant) -> Result<K::Object, Ending> {
        let name = self.name(constant.name)?;
        let levels = self.names(&constant.levels)?;
        let ty = self.expr(constant.ty)?;
        self.lean.constructor(0, &[name, levels, ty], &[])
    }

    fn single(&mut self, constant: &Constant) -> Result<Option<K::Object>, Ending> {
        let base = self.base(constant)?;
        let all = self.names(&[constant.name])?;
        let (tag, value) = match &constant.kind {
            Kind::Axiom { is_unsafe: false } => (0, self.lean.constructor(0, &[base], &[0])?),
            Kind::Definition {
                value,
                hints,
                safety: Safety::Safe,
            } => {
                let value = self.expr(*value)?;
                let hints = match hints {
                    Hints::Opaque => K::boxed(0),
                    Hints::Abbreviation => K::boxed(1),
                    Hints::Regular(height) => {
                        self.lean.constructor(2, &[], &height.to_le_bytes())?
                    }
                };
                // The last number says that the definition is safe.
                (
                    1,
                    self.lean.constructor(0, &[base, value, hints, all], &[1])?,
                )
            }
            Kind::Theorem { value } => {
                let value = self.expr(*value)?;
                (2, self.lean.constructor(0, &[base, value, all], &[])?)
            }
            Kind::Opaque {
                value,
                is_unsafe: false,
            } => {
                let value = self.expr(*value)?;
                (3, self.lean.constructor(0, &[base, value, all], &[0])?)
            }
            _ => return Ok(None),
        };
        self.lean.constructor(tag, &[value], &[]).map(Some)
    }

    fn types(&mut self, all: &[NameId]) -> Result<Option<K::Object>, Ending> {
        let readout = self.readout;
        let mut types = Vec::new();
        let mut shared = None;
        for name in all {
            let Some(ty) = readout.get(*name) else {
                return Ok(None);
            };
            let Kind::Inductive {
                params,
                constructors,
                is_unsafe: false,
                ..
            } = &ty.kind
            else {
                return Ok(None);
            };
            shared = Some((*params, ty.levels.clone()));
            let mut made = Vec::new();
            for constructor in constructors {
                let Some(constructor) = readout.get(*constructor) else {
                    return Ok(None);
                };
                let (name, ty) = (self.name(constructor.name)?, self.expr(constructor.ty)?);
                made.push(self.lean.constructor(0, &[name, ty], &[])?);
            }
            let constructors = self.lean.list(&made)?;
            let (name, ty) = (self.name(ty.name)?, self.expr(ty.ty)?);
            types.push(self.lean.constructor(0, &[name, ty, constructors], &[])?);
        }
        let Some((params, levels)) = shared else {
            return Ok(None);
        };
        let levels = self.names(&levels)?;
        let types = self.lean.list(&types)?;
        self.lean
            .constructor(6, &[levels, K::boxed(params), types], &[0])
            .map(Some)
    }
}

fn out_of_order() -> Ending {
    Ending::Trap("a term was needed before it was made".to_owned())
}
