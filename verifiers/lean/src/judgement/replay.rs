//! Everything that a proof rests on, once more through Lean's kernel, in a guest that has never
//! seen the file it came from.
//!
//! The declarations are built from the host's read-out. What the kernel derives by itself,
//! constructors' and recursors' data, is not taken over but compared afterwards.

use num_bigint::BigUint;
use rustc_hash::{FxHashMap, FxHashSet};
use wasmtime::TypedFunc;

use super::reach::{Reached, Unit};
use crate::guest::machine::{Ending, Main};
use crate::guest::objects::{Object, ZERO, boxed};
use crate::readout::constants::{Constant, Hints, Kind, Readout, Safety};
use crate::readout::terms::{Binder, Expr, ExprId, Level, LevelId, Name, NameId};

/// What the kernel said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Replayed {
    /// It took everything: its environment after that.
    Accepted(Object),
    /// It took one declaration not.
    Refused {
        /// Which.
        constant: String,
        /// Why.
        why: &'static str,
    },
    /// It ran into a limit of its own.
    GaveUp {
        /// At which declaration.
        constant: String,
        /// At which limit.
        why: &'static str,
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
pub(crate) fn replay(
    main: &mut Main,
    kernel: Object,
    readout: &Readout,
    reached: &Reached,
) -> Result<Replayed, Ending> {
    let mut builder = Builder::new(main, readout)?;
    let add: TypedFunc<(u32, u32, u32, u32), u32> = builder.main.function("lean_add_decl")?;
    let mut environment = builder.main.share(kernel)?;
    for unit in &reached.units {
        let (leader, declaration) = builder.declaration(unit)?;
        let Some(declaration) = declaration else {
            return Ok(Replayed::Refused {
                constant: readout.terms.show(leader),
                why: "it is of a kind that no file may declare",
            });
        };
        // No limit of the kernel's own: the machine has one.
        let result = builder
            .main
            .call(&add, (environment, 0, declaration, ZERO))?;
        let value = builder.main.field(result, 0)?;
        if builder.main.tag(result)? == 0 {
            let (refused, why) = exception(builder.main.tag(value)?);
            let constant = readout.terms.show(leader);
            return Ok(if refused {
                Replayed::Refused { constant, why }
            } else {
                Replayed::GaveUp { constant, why }
            });
        }
        environment = value;
    }
    Ok(Replayed::Accepted(environment))
}

/// The guest's functions that make terms.
struct Makers {
    name_text: TypedFunc<(u32, u32), u32>,
    name_number: TypedFunc<(u32, u32), u32>,
    succ: TypedFunc<u32, u32>,
    max: TypedFunc<(u32, u32), u32>,
    imax: TypedFunc<(u32, u32), u32>,
    param: TypedFunc<u32, u32>,
    variable: TypedFunc<u32, u32>,
    sort: TypedFunc<u32, u32>,
    constant: TypedFunc<(u32, u32), u32>,
    apply: TypedFunc<(u32, u32), u32>,
    lambda: TypedFunc<(u32, u32, u32, u32), u32>,
    pi: TypedFunc<(u32, u32, u32, u32), u32>,
    bind_let: TypedFunc<(u32, u32, u32, u32, u32), u32>,
    literal: TypedFunc<u32, u32>,
    project: TypedFunc<(u32, u32, u32), u32>,
}

/// Builds declarations in a guest. Every term is made once and shared.
struct Builder<'a> {
    main: &'a mut Main,
    readout: &'a Readout,
    makers: Makers,
    names: FxHashMap<NameId, Object>,
    levels: FxHashMap<LevelId, Object>,
    exprs: FxHashMap<ExprId, Object>,
}

impl<'a> Builder<'a> {
    fn new(main: &'a mut Main, readout: &'a Readout) -> Result<Self, Ending> {
        let makers = Makers {
            name_text: main.function("lean_name_mk_string")?,
            name_number: main.function("lean_name_mk_numeral")?,
            succ: main.function("lean_level_mk_succ")?,
            max: main.function("lean_level_mk_max")?,
            imax: main.function("lean_level_mk_imax")?,
            param: main.function("lean_level_mk_param")?,
            variable: main.function("lean_expr_mk_bvar")?,
            sort: main.function("lean_expr_mk_sort")?,
            constant: main.function("lean_expr_mk_const")?,
            apply: main.function("lean_expr_mk_app")?,
            lambda: main.function("lean_expr_mk_lambda")?,
            pi: main.function("lean_expr_mk_forall")?,
            bind_let: main.function("lean_expr_mk_let")?,
            literal: main.function("lean_expr_mk_lit")?,
            project: main.function("lean_expr_mk_proj")?,
        };
        Ok(Self {
            main,
            readout,
            makers,
            names: FxHashMap::default(),
            levels: FxHashMap::default(),
            exprs: FxHashMap::default(),
        })
    }

    fn name(&mut self, name: NameId) -> Result<Object, Ending> {
        let mut chain = Vec::new();
        let mut rest = name;
        let mut object = loop {
            if rest == NameId::ANONYMOUS {
                break ZERO;
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
            self.main.share(object)?;
            object = match self.readout.terms.name(name) {
                Name::Anonymous => ZERO,
                Name::Text(_, part) => {
                    let part = self.main.string(part)?;
                    self.main.call(&self.makers.name_text, (object, part))?
                }
                Name::Number(_, number) => {
                    let number = self.natural(&BigUint::from(*number))?;
                    self.main.call(&self.makers.name_number, (object, number))?
                }
            };
            self.names.insert(name, object);
        }
        self.main.share(object)
    }

    fn names(&mut self, names: &[NameId]) -> Result<Object, Ending> {
        let mut objects = Vec::with_capacity(names.len());
        for name in names {
            objects.push(self.name(*name)?);
        }
        self.main.list(&objects)
    }

    /// Levels are numbered after their parts, as expressions are: what is missing is made in
    /// that order.
    fn level(&mut self, root: LevelId) -> Result<Object, Ending> {
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
                Level::Zero => self.main.object_call("lean_level_mk_zero", ZERO)?,
                Level::Succ(of) => {
                    let of = self.known_level(of)?;
                    self.main.call(&self.makers.succ, of)?
                }
                Level::Max(a, b) => {
                    let pair = (self.known_level(a)?, self.known_level(b)?);
                    self.main.call(&self.makers.max, pair)?
                }
                Level::Imax(a, b) => {
                    let pair = (self.known_level(a)?, self.known_level(b)?);
                    self.main.call(&self.makers.imax, pair)?
                }
                Level::Param(name) => {
                    let name = self.name(name)?;
                    self.main.call(&self.makers.param, name)?
                }
            };
            self.levels.insert(level, object);
        }
        self.known_level(root)
    }

    fn known_level(&self, level: LevelId) -> Result<Object, Ending> {
        let object = self.levels.get(&level).copied();
        self.main.share(object.ok_or_else(out_of_order)?)
    }

    fn expr(&mut self, root: ExprId) -> Result<Object, Ending> {
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

    fn known_expr(&self, expr: ExprId) -> Result<Object, Ending> {
        let object = self.exprs.get(&expr).copied();
        self.main.share(object.ok_or_else(out_of_order)?)
    }

    fn make(&mut self, expr: &Expr) -> Result<Object, Ending> {
        match expr {
            Expr::Variable(index) => self.main.call(&self.makers.variable, boxed(*index)),
            Expr::Sort(level) => {
                let level = self.level(*level)?;
                self.main.call(&self.makers.sort, level)
            }
            Expr::Constant(name, levels) => {
                let name = self.name(*name)?;
                let mut objects = Vec::with_capacity(levels.len());
                for level in levels {
                    objects.push(self.level(*level)?);
                }
                let levels = self.main.list(&objects)?;
                self.main.call(&self.makers.constant, (name, levels))
            }
            Expr::Apply(function, argument) => {
                let pair = (self.known_expr(*function)?, self.known_expr(*argument)?);
                self.main.call(&self.makers.apply, pair)
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
                self.main.call(
                    &self.makers.lambda,
                    (name, ty, body, binder_number(*binder)),
                )
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
                self.main
                    .call(&self.makers.pi, (name, ty, body, binder_number(*binder)))
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
                self.main
                    .call(&self.makers.bind_let, (name, ty, value, body, 0))
            }
            Expr::Natural(value) => {
                let number = self.natural(value)?;
                let literal = self.main.constructor(0, &[number], &[])?;
                self.main.call(&self.makers.literal, literal)
            }
            Expr::Text(text) => {
                let text = self.main.string(text)?;
                let literal = self.main.constructor(1, &[text], &[])?;
                self.main.call(&self.makers.literal, literal)
            }
            Expr::Project {
                structure,
                index,
                of,
            } => {
                let (structure, of) = (self.name(*structure)?, self.known_expr(*of)?);
                self.main
                    .call(&self.makers.project, (structure, boxed(*index), of))
            }
        }
    }

    fn natural(&mut self, value: &BigUint) -> Result<Object, Ending> {
        match u32::try_from(value) {
            Ok(small) if small < 1 << 31 => return Ok(boxed(small)),
            _ => {}
        }
        let decimal = value.to_string();
        let size = u32::try_from(decimal.len()).map_err(|_| Ending::Memory)?;
        let at = self.main.allocate(size + 1)?;
        self.main.write(at, decimal.as_bytes())?;
        self.main.write(at + size, &[0])?;
        let number = self.main.object_call("lean_cstr_to_nat", at)?;
        self.main.procedure("free", at)?;
        Ok(number)
    }

    /// The declaration of a unit, or none if no file may declare such a thing; and the name that
    /// it is known by.
    fn declaration(&mut self, unit: &Unit) -> Result<(NameId, Option<Object>), Ending> {
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

    fn base(&mut self, constant: &Constant) -> Result<Object, Ending> {
        let name = self.name(constant.name)?;
        let levels = self.names(&constant.levels)?;
        let ty = self.expr(constant.ty)?;
        self.main.constructor(0, &[name, levels, ty], &[])
    }

    fn single(&mut self, constant: &Constant) -> Result<Option<Object>, Ending> {
        let base = self.base(constant)?;
        let all = self.names(&[constant.name])?;
        let (tag, value) = match &constant.kind {
            Kind::Axiom { is_unsafe: false } => (0, self.main.constructor(0, &[base], &[0])?),
            Kind::Definition {
                value,
                hints,
                safety: Safety::Safe,
            } => {
                let value = self.expr(*value)?;
                let hints = match hints {
                    Hints::Opaque => boxed(0),
                    Hints::Abbreviation => boxed(1),
                    Hints::Regular(height) => {
                        self.main.constructor(2, &[], &height.to_le_bytes())?
                    }
                };
                // The last number says that the definition is safe.
                (
                    1,
                    self.main.constructor(0, &[base, value, hints, all], &[1])?,
                )
            }
            Kind::Theorem { value } => {
                let value = self.expr(*value)?;
                (2, self.main.constructor(0, &[base, value, all], &[])?)
            }
            Kind::Opaque {
                value,
                is_unsafe: false,
            } => {
                let value = self.expr(*value)?;
                (3, self.main.constructor(0, &[base, value, all], &[0])?)
            }
            _ => return Ok(None),
        };
        self.main.constructor(tag, &[value], &[]).map(Some)
    }

    fn types(&mut self, all: &[NameId]) -> Result<Option<Object>, Ending> {
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
                made.push(self.main.constructor(0, &[name, ty], &[])?);
            }
            let constructors = self.main.list(&made)?;
            let (name, ty) = (self.name(ty.name)?, self.expr(ty.ty)?);
            types.push(self.main.constructor(0, &[name, ty, constructors], &[])?);
        }
        let Some((params, levels)) = shared else {
            return Ok(None);
        };
        let levels = self.names(&levels)?;
        let types = self.main.list(&types)?;
        self.main
            .constructor(6, &[levels, boxed(params), types], &[0])
            .map(Some)
    }
}

fn binder_number(binder: Binder) -> u32 {
    match binder {
        Binder::Explicit => 0,
        Binder::Implicit => 1,
        Binder::Strict => 2,
        Binder::Instance => 3,
    }
}

fn out_of_order() -> Ending {
    Ending::Trap("a term was needed before it was made".to_owned())
}
