//! What an environment holds, and each kind of constant.

use super::{Result, WalkError, Walker};
use crate::readout::constants::{Constant, Hints, Kind, Rule, Safety};
use crate::readout::image::Image;

impl<I: Image + ?Sized> Walker<'_, I> {
    /// The addresses of the constants added after the imports.
    ///
    /// A kernel's environment holds first its constants: a table of the imported ones, and a
    /// persistent hash map of those added, which is a tree of arrays.
    pub(super) fn added(&mut self, environment: u64) -> Result<Vec<u64>> {
        self.head(environment, "environment")?;
        let constants = self.field(environment, 0)?;
        let [_, added] = self.structure(constants, "table of constants")?;
        let mut infos = Vec::new();
        let mut nodes = vec![added];
        while let Some(node) = nodes.pop() {
            match self.head(node, "node of a map")? {
                (0, 1) => {
                    let entries = self.field(node, 0)?;
                    for entry in self.array(entries)? {
                        // Nothing here.
                        if entry & 1 == 1 {
                            continue;
                        }
                        match self.head(entry, "entry of a map")? {
                            (0, 2) => infos.push(self.field(entry, 1)?),
                            (1, 1) => nodes.push(self.field(entry, 0)?),
                            _ => {
                                let what = "entry of a map";
                                return Err(WalkError::Shape { what, at: entry });
                            }
                        }
                    }
                }
                (1, 2) => {
                    let values = self.field(node, 1)?;
                    infos.extend(self.array(values)?);
                }
                _ => {
                    let what = "node of a map";
                    return Err(WalkError::Shape { what, at: node });
                }
            }
        }
        Ok(infos)
    }

    pub(super) fn constant(&mut self, at: u64) -> Result<Constant> {
        const WHAT: &str = "constant";
        let (tag, fields) = self.head(at, WHAT)?;
        if fields != 1 {
            return Err(WalkError::Shape { what: WHAT, at });
        }
        let value = self.field(at, 0)?;
        let (base, kind) = match tag {
            0 => {
                let [base] = self.structure(value, "axiom")?;
                let is_unsafe = self.flag(value, 1, 0)?;
                (base, Kind::Axiom { is_unsafe })
            }
            1 => self.definition(value)?,
            2 => {
                let [base, proof, _] = self.structure(value, "theorem")?;
                (
                    base,
                    Kind::Theorem {
                        value: self.expr(proof)?,
                    },
                )
            }
            3 => {
                let [base, of, _] = self.structure(value, "opaque constant")?;
                let is_unsafe = self.flag(value, 3, 0)?;
                (
                    base,
                    Kind::Opaque {
                        value: self.expr(of)?,
                        is_unsafe,
                    },
                )
            }
            4 => {
                let [base] = self.structure(value, "quotient")?;
                let part = self.scalar_byte(value, 1, 0)?;
                (base, Kind::Quotient { part })
            }
            5 => self.inductive(value)?,
            6 => self.constructor(value)?,
            7 => self.recursor(value)?,
            _ => return Err(WalkError::Shape { what: WHAT, at }),
        };
        let [name, levels, ty] = self.structure(base, WHAT)?;
        Ok(Constant {
            name: self.name(name)?,
            levels: self.names(levels)?,
            ty: self.expr(ty)?,
            kind,
        })
    }

    fn definition(&mut self, at: u64) -> Result<(u64, Kind)> {
        let [base, value, hints, _] = self.structure(at, "definition")?;
        let safety = match self.scalar_byte(at, 4, 0)? {
            0 => Safety::Unsafe,
            1 => Safety::Safe,
            2 => Safety::Partial,
            _ => {
                return Err(WalkError::Shape {
                    what: "definition",
                    at,
                });
            }
        };
        let hints = match hints {
            1 => Hints::Opaque,
            3 => Hints::Abbreviation,
            at => match self.head(at, "hint")? {
                (2, 0) => Hints::Regular(self.word(self.place(at, 0, 0)?)?),
                _ => return Err(WalkError::Shape { what: "hint", at }),
            },
        };
        let value = self.expr(value)?;
        Ok((
            base,
            Kind::Definition {
                value,
                hints,
                safety,
            },
        ))
    }

    fn inductive(&mut self, at: u64) -> Result<(u64, Kind)> {
        let [base, params, indices, all, constructors, nested] =
            self.structure(at, "inductive type")?;
        let kind = Kind::Inductive {
            params: self.count(params)?,
            indices: self.count(indices)?,
            all: self.names(all)?,
            constructors: self.names(constructors)?,
            nested: self.count(nested)?,
            is_recursive: self.flag(at, 6, 0)?,
            is_unsafe: self.flag(at, 6, 1)?,
            is_reflexive: self.flag(at, 6, 2)?,
        };
        Ok((base, kind))
    }

    fn constructor(&mut self, at: u64) -> Result<(u64, Kind)> {
        let [base, of, index, params, fields] = self.structure(at, "constructor")?;
        let kind = Kind::Constructor {
            of: self.name(of)?,
            index: self.count(index)?,
            params: self.count(params)?,
            fields: self.count(fields)?,
            is_unsafe: self.flag(at, 5, 0)?,
        };
        Ok((base, kind))
    }

    fn recursor(&mut self, at: u64) -> Result<(u64, Kind)> {
        let [base, all, params, indices, motives, minors, rules] =
            self.structure(at, "recursor")?;
        let mut read = Vec::new();
        for rule in self.list(rules)? {
            let [constructor, fields, value] = self.structure(rule, "rule of a recursor")?;
            read.push(Rule {
                constructor: self.name(constructor)?,
                fields: self.count(fields)?,
                value: self.expr(value)?,
            });
        }
        let kind = Kind::Recursor {
            all: self.names(all)?,
            params: self.count(params)?,
            indices: self.count(indices)?,
            motives: self.count(motives)?,
            minors: self.count(minors)?,
            rules: read,
            k: self.flag(at, 7, 0)?,
            is_unsafe: self.flag(at, 7, 1)?,
        };
        Ok((base, kind))
    }
}
