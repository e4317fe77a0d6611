//! What a cached response depends on.
//!
//! The contract: everything that can change an answer is a field, most decisive first, and
//! nothing else is. In: the model's identity (provider, wire name, endpoint), the adapter's
//! version, the exact request body (which holds the prompt and the sampling as really sent), and
//! the repeat's number, so that repeats stay independent draws. Out: keys, time-outs, concurrency,
//! retries, the run, the suite, the item's address.

use tribunal_model::{ADAPTER_VERSION, ModelSpec, WireRequest};
use tribunal_store::CacheKey;

/// The key of asking `wire` of the model for the repeat number `repeat`.
pub fn cache_key(spec: &ModelSpec, wire: &WireRequest, repeat: u32) -> CacheKey {
    let identity = spec.identity();
    CacheKey::new([
        ("provider", identity.provider.to_owned()),
        ("model", identity.model),
        ("endpoint", identity.endpoint),
        ("adapter", ADAPTER_VERSION.to_string()),
        ("repeat", repeat.to_string()),
        ("body", String::from_utf8_lossy(&wire.body).into_owned()),
    ])
}
