//! Names, levels and expressions, each kept once.
//!
//! What is equal has the same number, so that a comparison within one store is a comparison of
//! numbers, and work on an expression is in proportion to its different parts and not to its
//! size when written out.

use std::hash::Hash;

use num_bigint::BigUint;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub(crate) u32);

        impl $name {
            pub(crate) fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

number! {
    /// The number of a name; [`NameId::ANONYMOUS`] is the empty one.
    NameId
}
number! {
    /// The number of a level.
    LevelId
}
number! {
    /// The number of an expression.
    ExprId
}

impl NameId {
    /// The name without parts.
    pub const ANONYMOUS: Self = Self(0);
}

/// A hierarchical name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Name {
    /// No parts.
    Anonymous,
    /// A name and a further part.
    Text(NameId, Box<str>),
    /// A name and a further number.
    Number(NameId, u64),
}

/// A universe level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 0.
    Zero,
    /// One more.
    Succ(LevelId),
    /// The greater of two.
    Max(LevelId, LevelId),
    /// 0 if the second is, and else the greater.
    Imax(LevelId, LevelId),
    /// A parameter.
    Param(NameId),
}

/// How a binder is written: kept for the sake of completeness, and without meaning to a kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Binder {
    /// `(x : t)`.
    Explicit,
    /// `{x : t}`.
    Implicit,
    /// `⦃x : t⦄`.
    Strict,
    /// `[x : t]`.
    Instance,
}

/// An expression. There are no free variables and no metavariables: what holds one is not read
/// out. Metadata is left out; it means nothing to a kernel.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expr {
    /// A bound variable, counted from the innermost binder.
    Variable(u32),
    /// `Sort u`.
    Sort(LevelId),
    /// A constant at levels.
    Constant(NameId, Box<[LevelId]>),
    /// A function and its argument.
    Apply(ExprId, ExprId),
    /// `fun (name : type) => body`.
    Lambda {
        /// The variable's name.
        name: NameId,
        /// How the binder is written.
        binder: Binder,
        /// The variable's type.
        ty: ExprId,
        /// What is given.
        body: ExprId,
    },
    /// `(name : type) → body`.
    Pi {
        /// The variable's name.
        name: NameId,
        /// How the binder is written.
        binder: Binder,
        /// The variable's type.
        ty: ExprId,
        /// The type of what is given.
        body: ExprId,
    },
    /// `let name : type := value; body`.
    Let {
        /// The variable's name.
        name: NameId,
        /// Its type.
        ty: ExprId,
        /// Its value.
        value: ExprId,
        /// What is given.
        body: ExprId,
    },
    /// A number.
    Natural(Box<BigUint>),
    /// A text.
    Text(Box<str>),
    /// A field of a structure, by its index.
    Project {
        /// The structure.
        structure: NameId,
        /// The field's index.
        index: u32,
        /// Of what.
        of: ExprId,
    },
}

/// A store in which what is equal has one number.
#[derive(Clone, Debug)]
struct Interned<T> {
    items: Vec<T>,
    numbers: FxHashMap<T, u32>,
}

impl<T: Clone + Eq + Hash> Interned<T> {
    fn new() -> Self {
        Self {
            items: Vec::new(),
            numbers: FxHashMap::default(),
        }
    }

    fn number(&mut self, item: T) -> u32 {
        if let Some(number) = self.numbers.get(&item) {
            return *number;
        }
        // The walker's allowance keeps the count far below the limit.
        let number = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.items.push(item.clone());
        self.numbers.insert(item, number);
        number
    }
}

/// The names, levels and expressions of a read-out.
#[derive(Clone, Debug)]
pub struct Terms {
    names: Interned<Name>,
    levels: Interned<Level>,
    exprs: Interned<Expr>,
}

impl Default for Terms {
    fn default() -> Self {
        Self::new()
    }
}

impl Terms {
    /// A store that holds the anonymous name alone.
    pub fn new() -> Self {
        let mut names = Interned::new();
        names.number(Name::Anonymous);
        Self {
            names,
            levels: Interned::new(),
            exprs: Interned::new(),
        }
    }

    /// A name by its number.
    pub fn name(&self, name: NameId) -> &Name {
        &self.names.items[name.index()]
    }

    /// A level by its number.
    pub fn level(&self, level: LevelId) -> Level {
        self.levels.items[level.index()]
    }

    /// An expression by its number.
    pub fn expr(&self, expr: ExprId) -> &Expr {
        &self.exprs.items[expr.index()]
    }

    /// How many expressions there are.
    pub fn expr_count(&self) -> usize {
        self.exprs.items.len()
    }

    /// The number of a name, new or old.
    pub fn add_name(&mut self, name: Name) -> NameId {
        NameId(self.names.number(name))
    }

    /// The number of a level, new or old.
    pub fn add_level(&mut self, level: Level) -> LevelId {
        LevelId(self.levels.number(level))
    }

    /// The number of an expression, new or old.
    pub fn add_expr(&mut self, expr: Expr) -> ExprId {
        ExprId(self.exprs.number(expr))
    }

    /// The number of a name, if it occurs here.
    pub fn number_of(&self, name: &Name) -> Option<NameId> {
        self.names.numbers.get(name).copied().map(NameId)
    }

    /// The number of a name written with dots, if it occurs here. Parts in `«»` may hold dots.
    pub fn find_name(&self, dotted: &str) -> Option<NameId> {
        let mut name = NameId::ANONYMOUS;
        for part in parts(dotted) {
            let item = Name::Text(name, part.into());
            name = NameId(*self.names.numbers.get(&item)?);
        }
        (name != NameId::ANONYMOUS).then_some(name)
    }

    /// A name as it is shown: parts with dots between them.
    pub fn show(&self, name: NameId) -> String {
        let mut parts = Vec::new();
        let mut rest = name;
        loop {
            match self.name(rest) {
                Name::Anonymous => break,
                Name::Text(prefix, part) => {
                    parts.push(part.to_string());
                    rest = *prefix;
                }
                Name::Number(prefix, number) => {
                    parts.push(number.to_string());
                    rest = *prefix;
                }
            }
        }
        parts.reverse();
        parts.join(".")
    }

    /// Whether a part of the name shows that Lean made it and not a person: it begins with an
    /// underscore, or with one of the words that Lean numbers.
    pub fn is_internal(&self, name: NameId) -> bool {
        const NUMBERED: [&str; 4] = ["match_", "proof_", "eq_", "omega_"];
        let mut rest = name;
        loop {
            match self.name(rest) {
                Name::Anonymous => return false,
                Name::Number(..) => return true,
                Name::Text(prefix, part) => {
                    if part.starts_with('_') || NUMBERED.iter().any(|word| part.starts_with(word)) {
                        return true;
                    }
                    rest = *prefix;
                }
            }
        }
    }
}

/// The parts of a name written with dots.
pub(crate) fn parts(dotted: &str) -> Vec<String> {
    let (mut parts, mut part, mut quoted) = (Vec::new(), String::new(), false);
    for character in dotted.chars() {
        match character {
            '«' => quoted = true,
            '»' => quoted = false,
            '.' if !quoted => parts.push(std::mem::take(&mut part)),
            _ => part.push(character),
        }
    }
    parts.push(part);
    parts
}
