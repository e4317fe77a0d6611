//! Lists of models, as each API gives them.

use serde_json::{Value, json};

use crate::dialect::Dialect;

/// The list in the manner of `dialect`.
pub(crate) fn list(dialect: Dialect, models: &[String]) -> Value {
    let each = |one: &dyn Fn(&String) -> Value| -> Vec<Value> { models.iter().map(one).collect() };
    match dialect {
        Dialect::Chat | Dialect::Responses => json!({
            "object": "list",
            "data": each(&|id| json!({
                "id": id, "object": "model", "created": 1_700_000_000, "owned_by": "mock",
            })),
        }),
        Dialect::Messages => json!({
            "data": each(&|id| json!({
                "type": "model", "id": id, "display_name": id,
                "created_at": "2025-01-01T00:00:00Z",
            })),
            "has_more": false,
            "first_id": models.first(),
            "last_id": models.last(),
        }),
        Dialect::Gemini => json!({
            "models": each(&|id| json!({
                "name": format!("models/{id}"),
                "version": "001",
                "displayName": id,
                "inputTokenLimit": 1_048_576,
                "outputTokenLimit": 65_536,
                "supportedGenerationMethods": ["generateContent", "countTokens"],
            })),
        }),
        Dialect::Ollama => json!({
            "models": each(&|id| json!({
                "name": id, "model": id, "modified_at": "2025-01-01T00:00:00Z",
                "size": 1_000_000_000, "digest": "0".repeat(64),
                "details": {
                    "parent_model": "", "format": "gguf", "family": "mock", "families": ["mock"],
                    "parameter_size": "1B", "quantization_level": "Q4_0",
                },
            })),
        }),
    }
}
