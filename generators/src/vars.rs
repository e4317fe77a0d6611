//! The variables of an item's prompt.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// One variable: what a template prints, and what a program that solves the task reads as JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Var {
    /// A number.
    Int(i64),
    /// Text.
    Text(Cow<'static, str>),
    /// Numbers; a template prints them as `[3, -5, 8]`.
    Ints(Vec<i64>),
    /// A list of anything.
    List(Vec<Var>),
    /// Named values, in the order given.
    Map(Vars),
}

impl From<i64> for Var {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<Vec<i64>> for Var {
    fn from(value: Vec<i64>) -> Self {
        Self::Ints(value)
    }
}

impl From<String> for Var {
    fn from(value: String) -> Self {
        Self::Text(value.into())
    }
}

impl From<&'static str> for Var {
    fn from(value: &'static str) -> Self {
        Self::Text(value.into())
    }
}

impl Serialize for Var {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Ints(values) => values.serialize(serializer),
            Self::List(values) => {
                let mut seq = serializer.serialize_seq(Some(values.len()))?;
                for value in values {
                    seq.serialize_element(value)?;
                }
                seq.end()
            }
            Self::Map(vars) => vars.serialize(serializer),
        }
    }
}

/// Variables by name, in the order the task gives them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vars(Vec<(Cow<'static, str>, Var)>);

impl Vars {
    /// No variables yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Var>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    /// The variable `name`.
    pub fn get(&self, name: &str) -> Option<&Var> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Var)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }
}

impl Serialize for Vars {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name.as_ref(), value)?;
        }
        map.end()
    }
}
