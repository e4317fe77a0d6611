//! Walks the memory of a Lean that elaborated a file, and reads out the constants that it added.
//!
//! The memory is hostile: it may hold anything, in any shape, and change while it is read. So
//! every address is checked, every object is read once and judged by what was read, nothing is
//! walked by recursion, and an allowance bounds the steps and bytes. What does not look as Lean
//! would have it ends the walk with an error; it never panics and never hangs.

mod declarations;

use num_bigint::BigUint;
use rustc_hash::FxHashMap;
use thiserror::Error;

use super::constants::Readout;
use super::image::Image;
use super::layout::{FIELDS, Layout};
use super::terms::{Binder, Expr, ExprId, Level, LevelId, Name, NameId, Terms};

/// The most objects that are read.
const MOST_STEPS: u64 = 3_000_000;
/// The most bytes of texts and numbers.
const MOST_BYTES: u64 = 64 << 20;
/// The most digits of a number, of 32 bits each.
const MOST_DIGITS: u32 = 1 << 16;

const TAG_ARRAY: u8 = 246;
const TAG_STRING: u8 = 249;
const TAG_NUMBER: u8 = 250;

/// Why a memory can't be read out.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WalkError {
    /// An address outside the memory.
    #[error("an object at {0:#x}, which lies outside the memory")]
    OutOfBounds(u64),
    /// An object that is not what its place demands.
    #[error("no {what} at {at:#x}")]
    Shape {
        /// What should be there.
        what: &'static str,
        /// Where.
        at: u64,
    },
    /// An object that holds itself.
    #[error("an object at {0:#x} that holds itself")]
    Cycle(u64),
    /// A term that is not closed.
    #[error("a {0}, which no finished declaration holds")]
    Open(&'static str),
    /// Two constants of one name.
    #[error("two constants called {0}")]
    Twice(String),
    /// More than is read.
    #[error("more {0} than are read")]
    TooMuch(&'static str),
}

type Result<T> = std::result::Result<T, WalkError>;

/// Reads out the constants that were added to the environment at `environment`, a kernel's
/// environment, after its imports, from a guest's memory.
///
/// # Errors
/// [`WalkError`] when the memory does not hold what Lean would put there, or more than is read.
pub fn walk<I: Image + ?Sized>(image: &I, environment: u32) -> Result<Readout> {
    walk_as(image, environment.into(), Layout::Narrow)
}

/// The same for a memory of a given layout.
///
/// # Errors
/// As [`walk`].
pub fn walk_as<I: Image + ?Sized>(image: &I, environment: u64, layout: Layout) -> Result<Readout> {
    let mut walker = Walker {
        image,
        layout,
        terms: Terms::new(),
        names: FxHashMap::default(),
        levels: FxHashMap::default(),
        exprs: FxHashMap::default(),
        steps: MOST_STEPS,
        bytes: MOST_BYTES,
    };
    let infos = walker.added(environment)?;
    let mut constants = Vec::with_capacity(infos.len());
    for info in infos {
        constants.push(walker.constant(info)?);
    }
    let mut readout = Readout::new(walker.terms);
    for constant in constants {
        let name = constant.name;
        if !readout.insert(constant) {
            return Err(WalkError::Twice(readout.terms.show(name)));
        }
    }
    Ok(readout)
}

struct Walker<'a, I: ?Sized> {
    image: &'a I,
    layout: Layout,
    terms: Terms,
    names: FxHashMap<u64, NameId>,
    levels: FxHashMap<u64, Option<LevelId>>,
    exprs: FxHashMap<u64, Option<ExprId>>,
    steps: u64,
    bytes: u64,
}

/// What is left to do for an expression or a level: look at it, or build it from its parts.
enum Task<T> {
    Enter(u64),
    Leave(u64, T),
}

impl<I: Image + ?Sized> Walker<'_, I> {
    fn step(&mut self) -> Result<()> {
        self.steps = self
            .steps
            .checked_sub(1)
            .ok_or(WalkError::TooMuch("objects"))?;
        Ok(())
    }

    fn spend(&mut self, bytes: u32) -> Result<()> {
        let left = self.bytes.checked_sub(u64::from(bytes));
        self.bytes = left.ok_or(WalkError::TooMuch("bytes of text"))?;
        Ok(())
    }

    fn byte(&self, at: u64) -> Result<u8> {
        self.image.byte(at).ok_or(WalkError::OutOfBounds(at))
    }

    fn word(&self, at: u64) -> Result<u32> {
        self.image.word(at).ok_or(WalkError::OutOfBounds(at))
    }

    fn pointer(&self, at: u64) -> Result<u64> {
        let found = match self.layout {
            Layout::Narrow => self.image.word(at).map(u64::from),
            Layout::Wide => self.image.long(at),
        };
        found.ok_or(WalkError::OutOfBounds(at))
    }

    fn offset(at: u64, bytes: u64) -> Result<u64> {
        at.checked_add(bytes).ok_or(WalkError::OutOfBounds(at))
    }

    /// Where the field with this index begins, or what follows so many fields.
    fn place(&self, at: u64, index: u8, offset: u64) -> Result<u64> {
        let bytes = FIELDS + self.layout.pointer() * u64::from(index) + offset;
        Self::offset(at, bytes)
    }

    /// The tag and the number of fields of an object that must not be a boxed scalar.
    fn head(&mut self, at: u64, what: &'static str) -> Result<(u8, u8)> {
        self.step()?;
        if at & 1 == 1 {
            return Err(WalkError::Shape { what, at });
        }
        let fields = self.byte(Self::offset(at, 6)?)?;
        let tag = self.byte(Self::offset(at, 7)?)?;
        Ok((tag, fields))
    }

    fn field(&self, at: u64, index: u8) -> Result<u64> {
        self.pointer(self.place(at, index, 0)?)
    }

    fn scalar_byte(&self, at: u64, fields: u8, offset: u64) -> Result<u8> {
        self.byte(self.place(at, fields, offset)?)
    }

    fn flag(&self, at: u64, fields: u8, offset: u64) -> Result<bool> {
        match self.scalar_byte(at, fields, offset)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(WalkError::Shape {
                what: "truth value",
                at,
            }),
        }
    }

    /// The fields of a constructor with this tag and so many fields.
    fn fields<const N: usize>(&mut self, at: u64, tag: u8, what: &'static str) -> Result<[u64; N]> {
        let head = self.head(at, what)?;
        if head != (tag, u8::try_from(N).unwrap_or(u8::MAX)) {
            return Err(WalkError::Shape { what, at });
        }
        self.read_fields(at)
    }

    fn read_fields<const N: usize>(&self, at: u64) -> Result<[u64; N]> {
        let mut fields = [0; N];
        for (index, field) in (0_u8..).zip(&mut fields) {
            *field = self.field(at, index)?;
        }
        Ok(fields)
    }

    /// A structure, whose tag is 0.
    fn structure<const N: usize>(&mut self, at: u64, what: &'static str) -> Result<[u64; N]> {
        self.fields(at, 0, what)
    }

    fn list(&mut self, mut at: u64) -> Result<Vec<u64>> {
        let mut items = Vec::new();
        while at != 1 {
            let [item, rest] = self.fields(at, 1, "list")?;
            items.push(item);
            at = rest;
        }
        Ok(items)
    }

    fn array(&mut self, at: u64) -> Result<Vec<u64>> {
        let (tag, _) = self.head(at, "array")?;
        if tag != TAG_ARRAY {
            return Err(WalkError::Shape { what: "array", at });
        }
        let count = self.field(at, 0)?;
        let mut items = Vec::new();
        for index in 0..count {
            self.step()?;
            let place = index.checked_mul(self.layout.pointer());
            let place = place.and_then(|bytes| bytes.checked_add(self.layout.items()));
            let place = place.ok_or(WalkError::OutOfBounds(at))?;
            items.push(self.pointer(Self::offset(at, place)?)?);
        }
        Ok(items)
    }

    fn text(&mut self, at: u64) -> Result<Box<str>> {
        const WHAT: &str = "text";
        let (tag, _) = self.head(at, WHAT)?;
        let shape = WalkError::Shape { what: WHAT, at };
        if tag != TAG_STRING {
            return Err(shape);
        }
        // The size counts the zero at the end.
        let size = self.field(at, 0)?.checked_sub(1).ok_or(shape.clone())?;
        let size = u32::try_from(size).map_err(|_| WalkError::TooMuch("bytes of text"))?;
        self.spend(size)?;
        let start = Self::offset(at, self.layout.bytes())?;
        let bytes = self
            .image
            .bytes(start, size)
            .ok_or(WalkError::OutOfBounds(at))?;
        String::from_utf8(bytes).map(Into::into).map_err(|_| shape)
    }

    fn natural(&mut self, at: u64) -> Result<BigUint> {
        if at & 1 == 1 {
            return Ok(BigUint::from(at >> 1));
        }
        let (tag, _) = self.head(at, "number")?;
        if tag != TAG_NUMBER {
            return Err(WalkError::Shape { what: "number", at });
        }
        self.big(at)
    }

    /// A number of the GNU library: room and digits used (negative for a negative number), of 4
    /// bytes each, and the digits' address. A digit is as wide as a pointer.
    fn big(&mut self, at: u64) -> Result<BigUint> {
        let used = self.word(Self::offset(at, FIELDS + 4)?)?;
        if used > i32::MAX.unsigned_abs() {
            return Err(WalkError::Shape {
                what: "natural number",
                at,
            });
        }
        if used > MOST_DIGITS / self.layout.digit() {
            return Err(WalkError::TooMuch("digits of a number"));
        }
        let words = used * self.layout.digit();
        self.spend(4 * words)?;
        let start = self.pointer(Self::offset(at, FIELDS + 8)?)?;
        let mut digits = Vec::with_capacity(words as usize);
        for index in 0..words {
            digits.push(self.word(Self::offset(start, 4 * u64::from(index))?)?);
        }
        Ok(BigUint::new(digits))
    }

    /// A number that counts something, and so is small.
    fn count(&mut self, at: u64) -> Result<u32> {
        let small = u32::try_from(at >> 1).ok().filter(|_| at & 1 == 1);
        small.ok_or(WalkError::Shape {
            what: "small number",
            at,
        })
    }

    /// The number in a name: Lean makes some of hashes, which are larger than a boxed scalar.
    fn numeral(&mut self, at: u64) -> Result<u64> {
        let number = self.natural(at)?;
        u64::try_from(number).map_err(|_| WalkError::Shape {
            what: "number of a name",
            at,
        })
    }

    fn name(&mut self, at: u64) -> Result<NameId> {
        let mut chain = Vec::new();
        let mut rest = at;
        let mut name = loop {
            if rest == 1 {
                break NameId::ANONYMOUS;
            }
            if let Some(name) = self.names.get(&rest) {
                break *name;
            }
            let (tag, fields) = self.head(rest, "name")?;
            if fields != 2 {
                return Err(WalkError::Shape {
                    what: "name",
                    at: rest,
                });
            }
            let [prefix, part] = self.read_fields(rest)?;
            chain.push((rest, tag, part));
            rest = prefix;
        };
        while let Some((at, tag, part)) = chain.pop() {
            let item = match tag {
                1 => Name::Text(name, self.text(part)?),
                2 => Name::Number(name, self.numeral(part)?),
                _ => return Err(WalkError::Shape { what: "name", at }),
            };
            name = self.terms.add_name(item);
            self.names.insert(at, name);
        }
        Ok(name)
    }

    fn names(&mut self, list: u64) -> Result<Vec<NameId>> {
        let items = self.list(list)?;
        items.into_iter().map(|item| self.name(item)).collect()
    }

    fn level(&mut self, root: u64) -> Result<LevelId> {
        let mut tasks = vec![Task::Enter(root)];
        while let Some(task) = tasks.pop() {
            match task {
                Task::Enter(at) => match self.levels.get(&at) {
                    Some(Some(_)) => {}
                    Some(None) => return Err(WalkError::Cycle(at)),
                    None => {
                        let raw = self.raw_level(at)?;
                        self.levels.insert(at, None);
                        tasks.push(Task::Leave(at, raw));
                        match raw {
                            RawLevel::Zero | RawLevel::Param(_) => {}
                            RawLevel::Succ(of) => tasks.push(Task::Enter(of)),
                            RawLevel::Max(a, b) | RawLevel::Imax(a, b) => {
                                tasks.extend([Task::Enter(a), Task::Enter(b)]);
                            }
                        }
                    }
                },
                Task::Leave(at, raw) => {
                    let done = |walker: &Self, part: u64| walker.known_level(part);
                    let level = match raw {
                        RawLevel::Zero => Level::Zero,
                        RawLevel::Param(name) => Level::Param(name),
                        RawLevel::Succ(of) => Level::Succ(done(self, of)?),
                        RawLevel::Max(a, b) => Level::Max(done(self, a)?, done(self, b)?),
                        RawLevel::Imax(a, b) => Level::Imax(done(self, a)?, done(self, b)?),
                    };
                    let level = self.terms.add_level(level);
                    self.levels.insert(at, Some(level));
                }
            }
        }
        self.known_level(root)
    }

    fn known_level(&self, at: u64) -> Result<LevelId> {
        self.levels
            .get(&at)
            .copied()
            .flatten()
            .ok_or(WalkError::Cycle(at))
    }

    fn raw_level(&mut self, at: u64) -> Result<RawLevel> {
        if at == 1 {
            return Ok(RawLevel::Zero);
        }
        let head = self.head(at, "level")?;
        Ok(match head {
            (0, 0) => RawLevel::Zero,
            (1, 1) => RawLevel::Succ(self.field(at, 0)?),
            (2, 2) => RawLevel::Max(self.field(at, 0)?, self.field(at, 1)?),
            (3, 2) => RawLevel::Imax(self.field(at, 0)?, self.field(at, 1)?),
            (4, 1) => {
                let name = self.field(at, 0)?;
                RawLevel::Param(self.name(name)?)
            }
            (5, 1) => return Err(WalkError::Open("universe metavariable")),
            _ => return Err(WalkError::Shape { what: "level", at }),
        })
    }

    fn expr(&mut self, root: u64) -> Result<ExprId> {
        let mut tasks = vec![Task::Enter(root)];
        while let Some(task) = tasks.pop() {
            match task {
                Task::Enter(at) => match self.exprs.get(&at) {
                    Some(Some(_)) => {}
                    Some(None) => return Err(WalkError::Cycle(at)),
                    None => {
                        let raw = self.raw_expr(at)?;
                        self.exprs.insert(at, None);
                        let parts = raw.parts();
                        tasks.push(Task::Leave(at, raw));
                        tasks.extend(parts.into_iter().flatten().map(Task::Enter));
                    }
                },
                Task::Leave(at, raw) => {
                    let expr = self.build(raw)?;
                    self.exprs.insert(at, Some(expr));
                }
            }
        }
        self.known_expr(root)
    }

    fn known_expr(&self, at: u64) -> Result<ExprId> {
        self.exprs
            .get(&at)
            .copied()
            .flatten()
            .ok_or(WalkError::Cycle(at))
    }

    fn build(&mut self, raw: RawExpr) -> Result<ExprId> {
        let expr = match raw {
            RawExpr::Leaf(expr) => expr,
            RawExpr::Metadata(of) => return self.known_expr(of),
            RawExpr::Apply(function, argument) => {
                Expr::Apply(self.known_expr(function)?, self.known_expr(argument)?)
            }
            RawExpr::Bind {
                is_pi,
                name,
                binder,
                ty,
                body,
            } => {
                let (ty, body) = (self.known_expr(ty)?, self.known_expr(body)?);
                if is_pi {
                    Expr::Pi {
                        name,
                        binder,
                        ty,
                        body,
                    }
                } else {
                    Expr::Lambda {
                        name,
                        binder,
                        ty,
                        body,
                    }
                }
            }
            RawExpr::Let {
                name,
                ty,
                value,
                body,
            } => Expr::Let {
                name,
                ty: self.known_expr(ty)?,
                value: self.known_expr(value)?,
                body: self.known_expr(body)?,
            },
            RawExpr::Project {
                structure,
                index,
                of,
            } => Expr::Project {
                structure,
                index,
                of: self.known_expr(of)?,
            },
        };
        Ok(self.terms.add_expr(expr))
    }

    fn raw_expr(&mut self, at: u64) -> Result<RawExpr> {
        const WHAT: &str = "expression";
        let shape = WalkError::Shape { what: WHAT, at };
        let head = self.head(at, WHAT)?;
        // Behind the fields stands the hash with other cached data, 8 bytes, and then the flags.
        Ok(match head {
            (0, 1) => {
                let index = self.field(at, 0)?;
                RawExpr::Leaf(Expr::Variable(self.count(index)?))
            }
            (1, _) => return Err(WalkError::Open("free variable")),
            (2, _) => return Err(WalkError::Open("metavariable")),
            (3, 1) => {
                let level = self.field(at, 0)?;
                RawExpr::Leaf(Expr::Sort(self.level(level)?))
            }
            (4, 2) => {
                let [name, levels] = self.read_fields(at)?;
                let name = self.name(name)?;
                let levels = self.list(levels)?;
                let levels: Result<Vec<_>> =
                    levels.into_iter().map(|level| self.level(level)).collect();
                RawExpr::Leaf(Expr::Constant(name, levels?.into()))
            }
            (5, 2) => RawExpr::Apply(self.field(at, 0)?, self.field(at, 1)?),
            (tag @ (6 | 7), 3) => {
                let [name, ty, body] = self.read_fields(at)?;
                let binder = match self.scalar_byte(at, 3, 8)? {
                    0 => Binder::Explicit,
                    1 => Binder::Implicit,
                    2 => Binder::Strict,
                    3 => Binder::Instance,
                    _ => return Err(shape),
                };
                let name = self.name(name)?;
                RawExpr::Bind {
                    is_pi: tag == 7,
                    name,
                    binder,
                    ty,
                    body,
                }
            }
            (8, 4) => {
                let [name, ty, value, body] = self.read_fields(at)?;
                let name = self.name(name)?;
                RawExpr::Let {
                    name,
                    ty,
                    value,
                    body,
                }
            }
            (9, 1) => {
                let literal = self.field(at, 0)?;
                RawExpr::Leaf(self.literal(literal)?)
            }
            (10, 2) => RawExpr::Metadata(self.field(at, 1)?),
            (11, 3) => {
                let [structure, index, of] = self.read_fields(at)?;
                let structure = self.name(structure)?;
                let index = self.count(index)?;
                RawExpr::Project {
                    structure,
                    index,
                    of,
                }
            }
            _ => return Err(shape),
        })
    }

    fn literal(&mut self, at: u64) -> Result<Expr> {
        let head = self.head(at, "literal")?;
        let value = self.field(at, 0)?;
        match head {
            (0, 1) => Ok(Expr::Natural(Box::new(self.natural(value)?))),
            (1, 1) => Ok(Expr::Text(self.text(value)?)),
            _ => Err(WalkError::Shape {
                what: "literal",
                at,
            }),
        }
    }
}

#[derive(Clone, Copy)]
enum RawLevel {
    Zero,
    Succ(u64),
    Max(u64, u64),
    Imax(u64, u64),
    Param(NameId),
}

/// An expression whose parts are still addresses.
enum RawExpr {
    Leaf(Expr),
    Metadata(u64),
    Apply(u64, u64),
    Bind {
        is_pi: bool,
        name: NameId,
        binder: Binder,
        ty: u64,
        body: u64,
    },
    Let {
        name: NameId,
        ty: u64,
        value: u64,
        body: u64,
    },
    Project {
        structure: NameId,
        index: u32,
        of: u64,
    },
}

impl RawExpr {
    fn parts(&self) -> [Option<u64>; 3] {
        match *self {
            Self::Leaf(_) => [None; 3],
            Self::Metadata(of) | Self::Project { of, .. } => [Some(of), None, None],
            Self::Apply(function, argument) => [Some(function), Some(argument), None],
            Self::Bind { ty, body, .. } => [Some(ty), Some(body), None],
            Self::Let {
                ty, value, body, ..
            } => [Some(ty), Some(value), Some(body)],
        }
    }
}
