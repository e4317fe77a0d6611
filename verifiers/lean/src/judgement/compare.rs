//! Whether two read-outs mean the same by a constant, down to everything that it names.
//!
//! The names of binders, how they are written, metadata, hints and the names of universe
//! parameters make no difference; everything else does. Constants that Lean makes by itself, and
//! names after whatever it was elaborating, may have other names if they are the same otherwise.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::readout::constants::{Constant, Kind, Readout};
use crate::readout::terms::{Expr, ExprId, Level, LevelId, Name, NameId, Terms};

/// Where two read-outs differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The constant, as the first read-out calls it.
    pub constant: String,
    /// What about it differs.
    pub what: &'static str,
}

/// How much of a constant is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Extent {
    /// Its type: the statement of a theorem.
    Type,
    /// All of it.
    Whole,
}

/// Compares the statements of `asked` in one read-out and `given` in the other, and everything
/// that they name.
///
/// # Errors
/// The first [`Difference`].
pub fn same_statement(
    asked: (&Readout, NameId),
    given: (&Readout, NameId),
) -> Result<(), Box<Difference>> {
    let mut comparison = Comparison::new(asked.0, given.0);
    comparison.ask(asked.1, given.1, Extent::Type);
    comparison.run()
}

/// Compares constants of one name as a whole, and everything that they name.
///
/// # Errors
/// The first [`Difference`].
pub fn same_constants(
    left: &Readout,
    right: &Readout,
    names: impl IntoIterator<Item = NameId>,
) -> Result<(), Box<Difference>> {
    let mut comparison = Comparison::new(left, right);
    for name in names {
        match comparison.counterpart(name) {
            Some(other) => comparison.ask(name, other, Extent::Whole),
            None => return Err(difference(left, name, "it is missing")),
        }
    }
    comparison.run()
}

/// Whether another constant of the same definition is equal to this one: a definition unfolds,
/// and two proofs of one statement are equal. Opaque constants and types are only equal to
/// themselves.
fn is_transparent(constant: &Constant) -> bool {
    matches!(
        constant.kind,
        Kind::Definition { .. } | Kind::Theorem { .. }
    )
}

fn difference(readout: &Readout, name: NameId, what: &'static str) -> Box<Difference> {
    Box::new(Difference {
        constant: readout.terms.show(name),
        what,
    })
}

struct Comparison<'a> {
    left: &'a Readout,
    right: &'a Readout,
    /// Of names on the left: the same name on the right.
    names: FxHashMap<NameId, Option<NameId>>,
    asked: FxHashSet<(NameId, NameId, Extent)>,
    open: Vec<(NameId, NameId, Extent)>,
}

impl<'a> Comparison<'a> {
    fn new(left: &'a Readout, right: &'a Readout) -> Self {
        Self {
            left,
            right,
            names: FxHashMap::default(),
            asked: FxHashSet::default(),
            open: Vec::new(),
        }
    }

    fn ask(&mut self, left: NameId, right: NameId, extent: Extent) {
        if self.asked.insert((left, right, extent)) {
            self.open.push((left, right, extent));
        }
    }

    /// The name on the right that is spelled like this one on the left.
    fn counterpart(&mut self, name: NameId) -> Option<NameId> {
        let mut chain = Vec::new();
        let mut rest = name;
        let mut found = loop {
            if rest == NameId::ANONYMOUS {
                break Some(NameId::ANONYMOUS);
            }
            if let Some(known) = self.names.get(&rest) {
                break *known;
            }
            chain.push(rest);
            rest = match self.left.terms.name(rest) {
                Name::Anonymous => NameId::ANONYMOUS,
                Name::Text(prefix, _) | Name::Number(prefix, _) => *prefix,
            };
        };
        for name in chain.into_iter().rev() {
            found = found.and_then(|prefix| {
                let spelled = match self.left.terms.name(name) {
                    Name::Anonymous => Name::Anonymous,
                    Name::Text(_, part) => Name::Text(prefix, part.clone()),
                    Name::Number(_, number) => Name::Number(prefix, *number),
                };
                self.right.terms.number_of(&spelled)
            });
            self.names.insert(name, found);
        }
        found
    }

    /// Whether a name on the left and one on the right stand for the same constant; if the files
    /// define it, they are compared later.
    fn constant(&mut self, left: NameId, right: NameId) -> bool {
        let (ours, theirs) = (self.left.get(left), self.right.get(right));
        let spelled = self.counterpart(left) == Some(right);
        match (ours, theirs) {
            (None, None) => spelled,
            (Some(ours), Some(theirs)) => {
                let renamed = is_transparent(ours)
                    && is_transparent(theirs)
                    && self.left.terms.is_internal(left)
                    && self.right.terms.is_internal(right);
                if spelled || renamed {
                    self.ask(left, right, Extent::Whole);
                    return true;
                }
                false
            }
            _ => false,
        }
    }

    fn constants(&mut self, left: &[NameId], right: &[NameId]) -> bool {
        left.len() == right.len()
            && left
                .iter()
                .zip(right)
                .all(|(left, right)| self.constant(*left, *right))
    }

    fn run(&mut self) -> Result<(), Box<Difference>> {
        while let Some((left, right, extent)) = self.open.pop() {
            let (Some(ours), Some(theirs)) = (self.left.get(left), self.right.get(right)) else {
                return Err(difference(self.left, left, "it is missing"));
            };
            self.pair(ours, theirs, extent)
                .map_err(|what| difference(self.left, left, what))?;
        }
        Ok(())
    }

    fn pair(
        &mut self,
        left: &Constant,
        right: &Constant,
        extent: Extent,
    ) -> Result<(), &'static str> {
        let mut pairs = Pairs::new(self, left, right).ok_or("its universe parameters")?;
        if !pairs.exprs(left.ty, right.ty) {
            return Err("its type");
        }
        if extent == Extent::Type {
            return Ok(());
        }
        if pairs.kinds(&left.kind, &right.kind) {
            Ok(())
        } else {
            Err("its definition")
        }
    }
}

/// The comparison of two constants, under which their universe parameters correspond.
struct Pairs<'c, 'a> {
    comparison: &'c mut Comparison<'a>,
    params: FxHashMap<NameId, NameId>,
    seen: FxHashSet<(ExprId, ExprId)>,
}

impl<'c, 'a> Pairs<'c, 'a> {
    fn new(comparison: &'c mut Comparison<'a>, left: &Constant, right: &Constant) -> Option<Self> {
        // A parameter that stands twice on the right would make two of the left's one.
        let different: FxHashSet<_> = right.levels.iter().collect();
        if left.levels.len() != right.levels.len() || different.len() != right.levels.len() {
            return None;
        }
        let pairs = left
            .levels
            .iter()
            .copied()
            .zip(right.levels.iter().copied());
        Some(Self {
            comparison,
            params: pairs.collect(),
            seen: FxHashSet::default(),
        })
    }

    fn terms(&self) -> (&'a Terms, &'a Terms) {
        (&self.comparison.left.terms, &self.comparison.right.terms)
    }

    fn levels(&self, left: LevelId, right: LevelId) -> bool {
        let (ours, theirs) = self.terms();
        let mut open = vec![(left, right)];
        let mut seen = FxHashSet::default();
        while let Some(pair) = open.pop() {
            if !seen.insert(pair) {
                continue;
            }
            match (ours.level(pair.0), theirs.level(pair.1)) {
                (Level::Zero, Level::Zero) => {}
                (Level::Succ(a), Level::Succ(b)) => open.push((a, b)),
                (Level::Max(a, c), Level::Max(b, d)) | (Level::Imax(a, c), Level::Imax(b, d)) => {
                    open.extend([(a, b), (c, d)]);
                }
                (Level::Param(a), Level::Param(b)) if self.params.get(&a) == Some(&b) => {}
                _ => return false,
            }
        }
        true
    }

    fn exprs(&mut self, left: ExprId, right: ExprId) -> bool {
        let (ours, theirs) = self.terms();
        let mut open = vec![(left, right)];
        while let Some(pair) = open.pop() {
            if !self.seen.insert(pair) {
                continue;
            }
            let same = match (ours.expr(pair.0), theirs.expr(pair.1)) {
                (Expr::Variable(a), Expr::Variable(b)) => a == b,
                (Expr::Natural(a), Expr::Natural(b)) => a == b,
                (Expr::Text(a), Expr::Text(b)) => a == b,
                (Expr::Sort(a), Expr::Sort(b)) => self.levels(*a, *b),
                (Expr::Constant(a, at), Expr::Constant(b, bt)) => {
                    at.len() == bt.len()
                        && at.iter().zip(bt).all(|(a, b)| self.levels(*a, *b))
                        && self.comparison.constant(*a, *b)
                }
                (Expr::Apply(a, c), Expr::Apply(b, d)) => {
                    open.extend([(*a, *b), (*c, *d)]);
                    true
                }
                (Expr::Lambda { ty: a, body: c, .. }, Expr::Lambda { ty: b, body: d, .. })
                | (Expr::Pi { ty: a, body: c, .. }, Expr::Pi { ty: b, body: d, .. }) => {
                    open.extend([(*a, *b), (*c, *d)]);
                    true
                }
                (
                    Expr::Let {
                        ty: a,
                        value: c,
                        body: e,
                        ..
                    },
                    Expr::Let {
                        ty: b,
                        value: d,
                        body: f,
                        ..
                    },
                ) => {
                    open.extend([(*a, *b), (*c, *d), (*e, *f)]);
                    true
                }
                (
                    Expr::Project {
                        structure: a,
                        index: i,
                        of: c,
                    },
                    Expr::Project {
                        structure: b,
                        index: j,
                        of: d,
                    },
                ) => {
                    open.push((*c, *d));
                    i == j && self.comparison.constant(*a, *b)
                }
                _ => false,
            };
            if !same {
                return false;
            }
        }
        true
    }

    fn kinds(&mut self, left: &Kind, right: &Kind) -> bool {
        match (left, right) {
            (Kind::Axiom { is_unsafe: a }, Kind::Axiom { is_unsafe: b }) => a == b,
            (
                Kind::Definition {
                    value: a,
                    safety: s,
                    ..
                },
                Kind::Definition {
                    value: b,
                    safety: t,
                    ..
                },
            ) => s == t && self.exprs(*a, *b),
            // Two proofs of one statement are equal.
            (Kind::Theorem { .. }, Kind::Theorem { .. }) => true,
            (
                Kind::Opaque {
                    value: a,
                    is_unsafe: s,
                },
                Kind::Opaque {
                    value: b,
                    is_unsafe: t,
                },
            ) => s == t && self.exprs(*a, *b),
            (Kind::Quotient { part: a }, Kind::Quotient { part: b }) => a == b,
            (Kind::Inductive { .. }, Kind::Inductive { .. }) => self.inductives(left, right),
            (
                Kind::Constructor {
                    of: a,
                    index: i,
                    params: p,
                    fields: f,
                    is_unsafe: s,
                },
                Kind::Constructor {
                    of: b,
                    index: j,
                    params: q,
                    fields: g,
                    is_unsafe: t,
                },
            ) => (i, p, f, s) == (j, q, g, t) && self.comparison.constant(*a, *b),
            (Kind::Recursor { .. }, Kind::Recursor { .. }) => self.recursors(left, right),
            _ => false,
        }
    }

    fn inductives(&mut self, left: &Kind, right: &Kind) -> bool {
        let (
            Kind::Inductive {
                params: p,
                indices: i,
                all: a,
                constructors: c,
                nested: n,
                is_recursive: r,
                is_unsafe: s,
                is_reflexive: f,
            },
            Kind::Inductive {
                params: q,
                indices: j,
                all: b,
                constructors: d,
                nested: m,
                is_recursive: u,
                is_unsafe: t,
                is_reflexive: g,
            },
        ) = (left, right)
        else {
            return false;
        };
        (p, i, n, r, s, f) == (q, j, m, u, t, g)
            && self.comparison.constants(a, b)
            && self.comparison.constants(c, d)
    }

    fn recursors(&mut self, left: &Kind, right: &Kind) -> bool {
        let (
            Kind::Recursor {
                all: a,
                params: p,
                indices: i,
                motives: m,
                minors: n,
                rules: r,
                k,
                is_unsafe: s,
            },
            Kind::Recursor {
                all: b,
                params: q,
                indices: j,
                motives: o,
                minors: u,
                rules: t,
                k: l,
                is_unsafe: v,
            },
        ) = (left, right)
        else {
            return false;
        };
        (p, i, m, n, k, s) == (q, j, o, u, l, v)
            && self.comparison.constants(a, b)
            && r.len() == t.len()
            && r.iter().zip(t).all(|(ours, theirs)| {
                ours.fields == theirs.fields
                    && self
                        .comparison
                        .constant(ours.constructor, theirs.constructor)
                    && self.exprs(ours.value, theirs.value)
            })
    }
}
