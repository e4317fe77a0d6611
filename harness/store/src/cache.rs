//! The response cache: which stored response answers a question asked before.
//!
//! The contract of the key is the caller's: it lists, in a fixed order, every field that
//! can change an answer and none that cannot. The store hashes the list and keeps it, with
//! long values as digests, so that a miss can be explained.

use rusqlite::{OptionalExtension, params};

use crate::error::StoreError;
use crate::read::Reader;
use crate::rows::{ResponseId, ResponseRow};

/// Values longer than this are kept in the explanation as their digest.
const LONG_VALUE: usize = 64;

/// The key of a question: ordered named fields, and their digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheKey {
    digest: [u8; 32],
    fields: Vec<(String, String)>,
}

impl CacheKey {
    /// Makes a key of `fields`, most decisive first. Names and values are hashed with
    /// their lengths, so that no two different lists hash alike.
    pub fn new<N, V>(fields: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: Into<String>,
        V: AsRef<str>,
    {
        let mut hasher = blake3::Hasher::new_derive_key("tribunal response cache key v1");
        let mut kept = Vec::new();
        for (name, value) in fields {
            let (name, value) = (name.into(), value.as_ref());
            for part in [name.as_str(), value] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part.as_bytes());
            }
            kept.push((name, shorten(value)));
        }
        Self {
            digest: *hasher.finalize().as_bytes(),
            fields: kept,
        }
    }

    /// The 32 bytes under which a response is found.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// The fields, long values as digests.
    #[must_use]
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    pub(crate) fn fields_json(&self) -> String {
        serde_json::Value::from_iter(
            self.fields
                .iter()
                .map(|(name, value)| serde_json::Value::from_iter([name.as_str(), value])),
        )
        .to_string()
    }
}

fn shorten(value: &str) -> String {
    if value.len() <= LONG_VALUE {
        return value.to_owned();
    }
    let digest = blake3::hash(value.as_bytes()).to_hex();
    format!("blake3:{} ({} bytes)", &digest[..32], value.len())
}

/// Why a question is or is not answered from the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CacheAnswer {
    /// A stored response answers it.
    Hit(ResponseId),
    /// Nothing does; `nearest` is the stored key that agrees with it longest.
    Miss {
        /// Keys stored in all.
        stored: u64,
        /// The nearest key, when there is any.
        nearest: Option<Nearest>,
    },
}

/// The stored key that agrees with a question in the most leading fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// The response under that key.
    pub response: ResponseId,
    /// Name of the first field that differs.
    pub field: String,
    /// The field in the stored key; `None` when that key has no such field.
    pub stored: Option<String>,
    /// The field in the question; `None` when the question has no such field.
    pub asked: Option<String>,
    /// How many fields differ in all.
    pub differing: usize,
}

impl Reader {
    /// The response stored under `key`, as it can be given again.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn cached(&self, key: &CacheKey) -> Result<Option<ResponseRow>, StoreError> {
        self.sql(|conn| {
            let found = conn
                .prepare_cached("SELECT response FROM cache WHERE key = ?1")?
                .query_row([key.digest()], |row| row.get(0))
                .optional()?;
            found
                .map(|id| self.response_row(ResponseId(id)))
                .transpose()
        })
    }

    /// Says whether `key` is stored, and if not which key comes nearest and where it
    /// first differs. Reads every stored key.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn explain_cache(&self, key: &CacheKey) -> Result<CacheAnswer, StoreError> {
        self.sql(|conn| {
            let hit = conn
                .prepare_cached("SELECT response FROM cache WHERE key = ?1")?
                .query_row([key.digest()], |row| row.get(0))
                .optional()?;
            if let Some(id) = hit {
                return Ok(CacheAnswer::Hit(ResponseId(id)));
            }
            let mut statement = conn.prepare("SELECT response, fields FROM cache ORDER BY key")?;
            let mut rows = statement.query(params![])?;
            let mut stored = 0;
            let mut best: Option<(usize, Nearest)> = None;
            while let Some(row) = rows.next()? {
                stored += 1;
                let fields: Vec<(String, String)> = serde_json::from_str(row.get_ref(1)?.as_str()?)
                    .map_err(|error| {
                        rusqlite::Error::FromSqlConversionFailure(
                            1,
                            rusqlite::types::Type::Text,
                            Box::new(error),
                        )
                    })?;
                let agreeing = key
                    .fields
                    .iter()
                    .zip(&fields)
                    .take_while(|(asked, stored)| asked == stored)
                    .count();
                let differing = key
                    .fields
                    .iter()
                    .zip(&fields)
                    .filter(|(asked, stored)| asked != stored)
                    .count()
                    + key.fields.len().abs_diff(fields.len());
                let nearer = best.as_ref().is_none_or(|(most, nearest)| {
                    agreeing > *most || (agreeing == *most && differing < nearest.differing)
                });
                if nearer {
                    let asked = key.fields.get(agreeing);
                    let there = fields.get(agreeing);
                    let Some(field) = asked.or(there).map(|(name, _)| name.clone()) else {
                        continue;
                    };
                    let nearest = Nearest {
                        response: ResponseId(row.get(0)?),
                        stored: value_of(&fields, &field),
                        asked: value_of(&key.fields, &field),
                        field,
                        differing,
                    };
                    best = Some((agreeing, nearest));
                }
            }
            Ok(CacheAnswer::Miss {
                stored,
                nearest: best.map(|(_, nearest)| nearest),
            })
        })
    }
}

fn value_of(fields: &[(String, String)], name: &str) -> Option<String> {
    fields
        .iter()
        .find(|(field, _)| field == name)
        .map(|(_, value)| value.clone())
}
