//! What a proof is given, and its complaint.

use num_bigint::BigInt;
use thiserror::Error;
use tribunal_generators::{Var, Vars};
use tribunal_verifiers::Check;

/// One item as a proof sees it: the variables that its prompt prints, and the check whose key is
/// in question.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The variation's name.
    pub variation: &'a str,
    /// What the prompt prints.
    pub vars: &'a Vars,
    /// The key.
    pub check: &'a Check,
}

/// Why a key is doubted: the second method disagrees, or the prompt doesn't say what it should.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct Doubt(String);

impl Doubt {
    /// A doubt with this reason, a lower-case fragment.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }

    fn untold(name: &str, wanted: &str) -> Self {
        Self(format!("the prompt has no {wanted} `{name}`"))
    }
}

impl<'a> Question<'a> {
    /// The number `name` of the prompt.
    ///
    /// # Errors
    /// A doubt when the prompt has none.
    pub fn int(&self, name: &str) -> Result<i64, Doubt> {
        match self.vars.get(name) {
            Some(Var::Int(value)) => Ok(*value),
            _ => Err(Doubt::untold(name, "number")),
        }
    }

    /// The list of numbers `name` of the prompt.
    ///
    /// # Errors
    /// A doubt when the prompt has none.
    pub fn ints(&self, name: &str) -> Result<&'a [i64], Doubt> {
        match self.vars.get(name) {
            Some(Var::Ints(values)) => Ok(values),
            _ => Err(Doubt::untold(name, "list of numbers")),
        }
    }

    /// The list `name` of the prompt.
    ///
    /// # Errors
    /// A doubt when the prompt has none.
    pub fn list(&self, name: &str) -> Result<&'a [Var], Doubt> {
        match self.vars.get(name) {
            Some(Var::List(values)) => Ok(values),
            _ => Err(Doubt::untold(name, "list")),
        }
    }

    /// The text `name` of the prompt.
    ///
    /// # Errors
    /// A doubt when the prompt has none.
    pub fn text(&self, name: &str) -> Result<&'a str, Doubt> {
        match self.vars.get(name) {
            Some(Var::Text(text)) => Ok(text),
            _ => Err(Doubt::untold(name, "text")),
        }
    }

    /// Confirms that the key is the integer `found`.
    ///
    /// # Errors
    /// A doubt when it is another one, or no integer.
    pub fn is_integer(&self, found: impl Into<BigInt>) -> Result<(), Doubt> {
        let found = found.into();
        match self.check {
            Check::Integer(key) if key.expected.0 == found => Ok(()),
            Check::Integer(key) => Err(Doubt(format!("the key is {}, not {found}", key.expected))),
            other => Err(Doubt(format!(
                "the key is a {}, not an integer",
                other.kind()
            ))),
        }
    }
}
