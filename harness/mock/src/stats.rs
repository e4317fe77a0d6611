//! What a server has seen.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use crate::fault::Fault;
use crate::request::{ItemKey, item_key};

/// How often one item was asked and answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ItemCount {
    /// Requests for it that were let in.
    pub asked: u64,
    /// Whole replies given to it that a client may take as the model's.
    pub answered: u64,
}

/// Counts since the start.
///
/// A reply counts as answered once its last byte has been handed to the connection; that is
/// before the client can have read it. A reply whose connection the client closed earlier does
/// not count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stats {
    /// Connections accepted.
    pub connections: u64,
    /// All requests, also those for lists of models and unknown paths.
    pub requests: u64,
    /// Requests by route: the name of a dialect, `models`, `stats` or `unknown`.
    pub by_route: BTreeMap<&'static str, u64>,
    /// Model requests refused before they got a number: key, model, parameters, form.
    pub refused: u64,
    /// Model requests that were let in and got a number.
    pub numbered: u64,
    /// Faults by name, from the table, the script or the answer function.
    pub by_fault: BTreeMap<&'static str, u64>,
    /// Whole replies that a client may take as the model's.
    pub answered: u64,
    /// Model requests being dealt with at this moment.
    pub in_flight: u64,
    /// The most there ever were at once.
    pub max_in_flight: u64,
    /// Counts by item, unless [`Config::count_items`](crate::Config::count_items) is off.
    pub items: HashMap<ItemKey, ItemCount>,
}

impl Stats {
    /// The counts of the item with this prompt.
    #[must_use]
    pub fn item(&self, prompt: &str) -> ItemCount {
        self.items
            .get(&item_key(prompt))
            .copied()
            .unwrap_or_default()
    }

    /// How often this fault was given.
    #[must_use]
    pub fn fault(&self, fault: Fault) -> u64 {
        self.by_fault.get(fault.name()).copied().unwrap_or_default()
    }

    /// How many faults were given in all.
    #[must_use]
    pub fn faults(&self) -> u64 {
        self.by_fault.values().sum()
    }

    /// Items answered at least once.
    #[must_use]
    pub fn items_answered(&self) -> usize {
        self.items.values().filter(|item| item.answered > 0).count()
    }

    /// The most often any one item was answered.
    #[must_use]
    pub fn most_answers(&self) -> u64 {
        self.items
            .values()
            .map(|item| item.answered)
            .max()
            .unwrap_or_default()
    }

    /// As one JSON object; `items` adds the counts of every item under its key in hex.
    #[must_use]
    pub fn to_json(&self, items: bool) -> Value {
        let mut object = json!({
            "connections": self.connections,
            "requests": self.requests,
            "by_route": self.by_route,
            "refused": self.refused,
            "numbered": self.numbered,
            "by_fault": self.by_fault,
            "answered": self.answered,
            "in_flight": self.in_flight,
            "max_in_flight": self.max_in_flight,
            "items_asked": self.items.len(),
            "items_answered": self.items_answered(),
            "most_answers": self.most_answers(),
        });
        if items {
            let by_key: BTreeMap<String, Value> = self
                .items
                .iter()
                .map(|(key, item)| {
                    let counts = json!({"asked": item.asked, "answered": item.answered});
                    (format!("{key:016x}"), counts)
                })
                .collect();
            object["items"] = json!(by_key);
        }
        object
    }
}
