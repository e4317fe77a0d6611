//! Constants: all that a kernel knows by name.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::terms::{ExprId, NameId, Terms};

/// How eagerly a definition is unfolded: a hint without meaning for what is provable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hints {
    /// Never by itself.
    Opaque,
    /// At once.
    Abbreviation,
    /// By its height.
    Regular(u32),
}

/// Whether a definition may be used in proofs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Safety {
    /// It may not: it is not checked for soundness.
    Unsafe,
    /// It may.
    Safe,
    /// It may not: it need not terminate.
    Partial,
}

/// One computation rule of a recursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The constructor that it is for.
    pub constructor: NameId,
    /// The constructor's fields, without parameters.
    pub fields: u32,
    /// What the recursor becomes.
    pub value: ExprId,
}

/// What a constant is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Kind {
    /// Assumed.
    Axiom {
        /// Whether it is marked unsafe.
        is_unsafe: bool,
    },
    /// A definition.
    Definition {
        /// What it stands for.
        value: ExprId,
        /// How eagerly it is unfolded.
        hints: Hints,
        /// Whether proofs may use it.
        safety: Safety,
    },
    /// A theorem.
    Theorem {
        /// Its proof.
        value: ExprId,
    },
    /// A definition that is never unfolded.
    Opaque {
        /// What it stands for.
        value: ExprId,
        /// Whether it is marked unsafe.
        is_unsafe: bool,
    },
    /// A part of the quotient type.
    Quotient {
        /// 0 the type, 1 its constructor, 2 `lift`, 3 `ind`.
        part: u8,
    },
    /// An inductive type.
    Inductive {
        /// Its parameters.
        params: u32,
        /// Its indices.
        indices: u32,
        /// The types defined together with it, itself included.
        all: Vec<NameId>,
        /// Its constructors.
        constructors: Vec<NameId>,
        /// How many types were added for nested occurrences.
        nested: u32,
        /// Whether it occurs in its own constructors.
        is_recursive: bool,
        /// Whether it is marked unsafe.
        is_unsafe: bool,
        /// Whether a constructor takes a function that gives it.
        is_reflexive: bool,
    },
    /// A constructor.
    Constructor {
        /// The type that it makes.
        of: NameId,
        /// Its place among the type's constructors.
        index: u32,
        /// The type's parameters.
        params: u32,
        /// Its fields, without parameters.
        fields: u32,
        /// Whether it is marked unsafe.
        is_unsafe: bool,
    },
    /// A recursor.
    Recursor {
        /// The types defined together.
        all: Vec<NameId>,
        /// Their parameters.
        params: u32,
        /// The indices of its own.
        indices: u32,
        /// Its motives.
        motives: u32,
        /// Its minor premises.
        minors: u32,
        /// How it computes.
        rules: Vec<Rule>,
        /// Whether it computes without looking at the constructor.
        k: bool,
        /// Whether it is marked unsafe.
        is_unsafe: bool,
    },
}

/// A constant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constant {
    /// Its name.
    pub name: NameId,
    /// Its universe parameters.
    pub levels: Vec<NameId>,
    /// Its type.
    pub ty: ExprId,
    /// What it is.
    pub kind: Kind,
}

impl Constant {
    /// The value of a definition, theorem or opaque constant.
    pub fn value(&self) -> Option<ExprId> {
        match self.kind {
            Kind::Definition { value, .. }
            | Kind::Theorem { value }
            | Kind::Opaque { value, .. } => Some(value),
            _ => None,
        }
    }

    /// Whether no proof may use it.
    pub fn is_unsafe(&self) -> bool {
        match self.kind {
            Kind::Definition { safety, .. } => safety != Safety::Safe,
            Kind::Axiom { is_unsafe }
            | Kind::Opaque { is_unsafe, .. }
            | Kind::Inductive { is_unsafe, .. }
            | Kind::Constructor { is_unsafe, .. }
            | Kind::Recursor { is_unsafe, .. } => is_unsafe,
            Kind::Theorem { .. } | Kind::Quotient { .. } => false,
        }
    }
}

/// The constants that a file added, read out of a guest's memory.
#[derive(Clone, Debug, Default)]
pub struct Readout {
    /// The terms that they are made of.
    pub terms: Terms,
    constants: FxHashMap<NameId, Constant>,
}

impl Readout {
    pub(crate) fn new(terms: Terms) -> Self {
        Self {
            terms,
            constants: FxHashMap::default(),
        }
    }

    /// Adds a constant; `false` if there is one of that name.
    pub(crate) fn insert(&mut self, constant: Constant) -> bool {
        self.constants.insert(constant.name, constant).is_none()
    }

    /// The constant with this name, if the file added it.
    pub fn get(&self, name: NameId) -> Option<&Constant> {
        self.constants.get(&name)
    }

    /// The constants, in no order.
    pub fn constants(&self) -> impl Iterator<Item = &Constant> {
        self.constants.values()
    }

    /// How many constants there are.
    pub fn len(&self) -> usize {
        self.constants.len()
    }

    /// Whether the file added none.
    pub fn is_empty(&self) -> bool {
        self.constants.is_empty()
    }
}
