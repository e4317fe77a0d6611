//! Items, drafts and digests.

use std::fmt;
use std::sync::LazyLock;

use serde::Serialize;
use tribunal_verifiers::Check;

use crate::vars::Vars;

/// What a task's generate function hands over: the problem without its address.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The variables that the prompt template prints.
    pub vars: Vars,
    /// How the answer is judged.
    pub check: Check,
    /// A label shared by items that are not independent of each other (the same instance asked
    /// in two alphabets, say); `None` when the item stands alone within its cell.
    pub cluster: Option<String>,
}

impl Draft {
    /// An item that is independent of the others of its cell.
    pub fn new(vars: Vars, check: Check) -> Self {
        Self {
            vars,
            check,
            cluster: None,
        }
    }
}

/// One concrete problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its index within the generator.
    pub index: u64,
    /// The variables of its prompt.
    pub vars: Vars,
    /// How the answer is judged.
    pub check: Check,
    /// See [`Draft::cluster`].
    pub cluster: Option<String>,
    /// The digest of its content.
    pub digest: Digest,
}

/// The content digest of an item: BLAKE3 in `derive_key` mode over the JSON of task, variation,
/// variables and check. Two items with the same digest are the same problem, whatever seed or
/// index they came from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

/// A hasher that knows its context: hashing that anew for each item costs as much as a short item.
static CONTENT: LazyLock<blake3::Hasher> =
    LazyLock::new(|| blake3::Hasher::new_derive_key("tribunal 2026-11 item content"));

impl Digest {
    /// The digest of the given content.
    pub fn of(task: &str, variation: &str, vars: &Vars, check: &Check) -> Self {
        #[derive(Serialize)]
        struct Content<'a> {
            task: &'a str,
            variation: &'a str,
            vars: &'a Vars,
            check: &'a Check,
        }
        // The text is short; one buffer beats feeding the hasher through an `io::Write`, whose
        // many tiny updates would each pay for the hasher's block handling.
        let mut json = Vec::with_capacity(512);
        if let Err(error) = serde_json::to_writer(
            &mut json,
            &Content {
                task,
                variation,
                vars,
                check,
            },
        ) {
            unreachable!("plain data always serialises into memory: {error}");
        }
        let mut hasher = CONTENT.clone();
        hasher.update(&json);
        Self(*hasher.finalize().as_bytes())
    }

    /// The first twelve hex digits, for people.
    pub fn short(&self) -> String {
        self.to_string()[..12].to_owned()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from(self.0).to_hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
