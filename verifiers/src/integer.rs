//! Integers of any size, written in JSON as decimal text.

use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::value::MAX_DIGITS;

/// An exact integer.
///
/// Keys such as products of 32 factors pass 2^63 quickly, and JSON numbers lose digits beyond
/// 2^53 in many readers, so the JSON form is a string of decimal digits. Reading accepts a JSON
/// integer too, since suite and plugin authors write one by hand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Integer(pub BigInt);

impl From<i64> for Integer {
    fn from(value: i64) -> Self {
        Self(BigInt::from(value))
    }
}

impl From<BigInt> for Integer {
    fn from(value: BigInt) -> Self {
        Self(value)
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Integer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(&self.0) {
            Ok(small) => serializer.serialize_str(itoa::Buffer::new().format(small)),
            Err(_) => serializer.collect_str(&self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IntegerVisitor;

        impl Visitor<'_> for IntegerVisitor {
            type Value = Integer;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an integer, as a JSON integer or a string of decimal digits")
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Integer, E> {
                Ok(Integer::from(value))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Integer, E> {
                Ok(Integer(BigInt::from(value)))
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<Integer, E> {
                // Reading digits takes time quadratic in their number, and data may come from outside.
                if value.len() > MAX_DIGITS + 1 {
                    return Err(E::invalid_length(value.len(), &self));
                }
                BigInt::from_str(value)
                    .map(Integer)
                    .map_err(|_| E::invalid_value(de::Unexpected::Str(value), &self))
            }
        }

        deserializer.deserialize_any(IntegerVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_millions_of_digits_is_refused_at_once() {
        let read = |digits: usize| -> Result<Integer, _> {
            serde_json::from_str(&format!("\"-{}\"", "9".repeat(digits)))
        };
        assert!(read(MAX_DIGITS).is_ok());
        // Reading it would take minutes.
        let error = read(5_000_000).expect_err("too long").to_string();
        assert!(error.contains("invalid length 5000001"), "{error}");
    }
}
