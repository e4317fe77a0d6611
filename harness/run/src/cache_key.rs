//! What a cached response depends on.
//!
//! The contract: everything that can change an answer is a field, most decisive first, and
//! nothing else is. In: the model's identity (provider, wire name, endpoint), the adapter's
//! version, the question, the sampling as really sent, the repeat's number, so that repeats stay
//! independent draws, and the exact request body. The body holds question and sampling as well;
//! they are fields of their own so that a miss can say which of them differs. Out: keys,
//! time-outs, concurrency, retries, the run, the suite, the item's address.

use tribunal_model::{ADAPTER_VERSION, Ask, ModelSpec, WireRequest};
use tribunal_store::CacheKey;

use crate::rows::json;

/// The key of asking `ask` of the model, as `wire`, for the repeat number `repeat`.
pub fn cache_key(spec: &ModelSpec, ask: &Ask, wire: &WireRequest, repeat: u32) -> CacheKey {
    let identity = spec.identity();
    CacheKey::new([
        ("provider", identity.provider.to_owned()),
        ("model", identity.model),
        ("endpoint", identity.endpoint),
        ("adapter", ADAPTER_VERSION.to_string()),
        ("question", json(ask)),
        ("sampling", json(&wire.effective.params)),
        ("repeat", repeat.to_string()),
        ("body", String::from_utf8_lossy(&wire.body).into_owned()),
    ])
}
