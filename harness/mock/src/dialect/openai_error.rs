//! OpenAI's error objects, shared by its two APIs.

use http::StatusCode;
use serde_json::{Value, json};

use crate::problem::{Problem, Rejects};

pub(super) fn object(message: &str, kind: &str, param: Option<&str>, code: Option<&str>) -> Value {
    json!({"error": {"message": message, "type": kind, "param": param, "code": code}})
}

fn invalid(message: &str, param: Option<&str>, code: Option<&str>) -> Value {
    object(message, "invalid_request_error", param, code)
}

/// The key as OpenAI repeats it: the first eight and the last four characters, stars between.
fn masked(key: &str) -> String {
    let characters: Vec<char> = key.chars().collect();
    if characters.len() < 16 {
        return "*".repeat(characters.len());
    }
    let hidden = characters.len() - 12;
    characters
        .iter()
        .enumerate()
        .map(|(at, character)| {
            if (8..8 + hidden).contains(&at) {
                '*'
            } else {
                *character
            }
        })
        .collect()
}

pub(super) fn problem(problem: &Problem, responses: bool) -> (StatusCode, Value) {
    match problem {
        Problem::RateLimit { retry_after } => (
            StatusCode::TOO_MANY_REQUESTS,
            object(
                &format!(
                    "Rate limit reached for this model in organization org-mock on requests per \
                     min (RPM): Limit 500, Used 500, Requested 1. Please try again in {}ms. Visit \
                     https://platform.openai.com/account/rate-limits to learn more.",
                    retry_after.as_millis()
                ),
                "requests",
                None,
                Some("rate_limit_exceeded"),
            ),
        ),
        Problem::Quota => (
            StatusCode::TOO_MANY_REQUESTS,
            object(
                "You exceeded your current quota, please check your plan and billing details. For \
                 more information on this error, read the docs: \
                 https://platform.openai.com/docs/guides/error-codes/api-errors.",
                "insufficient_quota",
                None,
                Some("insufficient_quota"),
            ),
        ),
        Problem::Server => (
            StatusCode::INTERNAL_SERVER_ERROR,
            object(
                "The server had an error while processing your request. Sorry about that!",
                "server_error",
                None,
                None,
            ),
        ),
        Problem::Unavailable => (
            StatusCode::SERVICE_UNAVAILABLE,
            object(
                "The engine is currently overloaded, please try again later.",
                "server_error",
                None,
                None,
            ),
        ),
        Problem::Overloaded => (
            super::messages::overloaded_status(),
            object("Overloaded", "overloaded_error", None, None),
        ),
        Problem::MissingKey => (
            StatusCode::UNAUTHORIZED,
            invalid(
                "You didn't provide an API key. You need to provide your API key in an \
                 Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY). You \
                 can obtain an API key from https://platform.openai.com/account/api-keys.",
                None,
                None,
            ),
        ),
        Problem::WrongKey { shown } => (
            StatusCode::UNAUTHORIZED,
            invalid(
                &format!(
                    "Incorrect API key provided: {}. You can find your API key at \
                     https://platform.openai.com/account/api-keys.",
                    masked(shown)
                ),
                None,
                Some("invalid_api_key"),
            ),
        ),
        Problem::UnknownModel { model } if responses => (
            StatusCode::BAD_REQUEST,
            invalid(
                &format!("The requested model '{model}' does not exist."),
                Some("model"),
                Some("model_not_found"),
            ),
        ),
        Problem::UnknownModel { model } => (
            StatusCode::NOT_FOUND,
            invalid(
                &format!("The model `{model}` does not exist or you do not have access to it."),
                None,
                Some("model_not_found"),
            ),
        ),
        Problem::BadJson { .. } => (
            StatusCode::BAD_REQUEST,
            invalid(
                "We could not parse the JSON body of your request. (HINT: This likely means you \
                 aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, \
                 but what was sent was not valid JSON.)",
                None,
                None,
            ),
        ),
        Problem::Missing { field: "model" } => (
            StatusCode::BAD_REQUEST,
            invalid("you must provide a model parameter", None, None),
        ),
        Problem::Missing { field } => (
            StatusCode::BAD_REQUEST,
            invalid(
                &format!("Missing required parameter: '{field}'."),
                Some(field),
                Some("missing_required_parameter"),
            ),
        ),
        Problem::ContextLength if responses => (
            StatusCode::BAD_REQUEST,
            invalid(
                "Your input exceeds the context window of this model. Please adjust your input \
                 and try again.",
                Some("input"),
                Some("context_length_exceeded"),
            ),
        ),
        Problem::ContextLength => (
            StatusCode::BAD_REQUEST,
            invalid(
                "This model's maximum context length is 8192 tokens. However, your messages \
                 resulted in 9001 tokens. Please reduce the length of the messages.",
                Some("messages"),
                Some("context_length_exceeded"),
            ),
        ),
        Problem::Rejected { parameter, value } => (
            StatusCode::BAD_REQUEST,
            rejected(parameter, value, responses),
        ),
        Problem::NoRoute { method, path } => (
            StatusCode::NOT_FOUND,
            invalid(&format!("Invalid URL ({method} {path})"), None, None),
        ),
        Problem::WrongMethod { method, .. } => (
            StatusCode::METHOD_NOT_ALLOWED,
            invalid(
                &format!("Not allowed to {method} on this endpoint."),
                None,
                Some("method_not_supported"),
            ),
        ),
        Problem::TooLarge => (
            StatusCode::PAYLOAD_TOO_LARGE,
            invalid("Maximum content size limit exceeded", None, None),
        ),
    }
}

fn rejected(parameter: &Rejects, value: &Value, responses: bool) -> Value {
    let name = parameter.name();
    match parameter {
        Rejects::MaxTokens if responses => invalid(
            "Unsupported parameter: 'max_tokens'. In the Responses API, this parameter has moved \
             to 'max_output_tokens'. Try again with the new parameter. See the API documentation \
             for more information: https://platform.openai.com/docs/api-reference/responses/create.",
            None,
            Some("unsupported_parameter"),
        ),
        Rejects::MaxTokens => invalid(
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use \
             'max_completion_tokens' instead.",
            Some(name),
            Some("unsupported_parameter"),
        ),
        Rejects::Temperature if !responses => invalid(
            &format!(
                "Unsupported value: 'temperature' does not support {value} with this model. Only \
                 the default (1) value is supported."
            ),
            Some(name),
            Some("unsupported_value"),
        ),
        Rejects::Temperature | Rejects::Parameter(_) => invalid(
            &format!("Unsupported parameter: '{name}' is not supported with this model."),
            Some(name),
            if responses {
                None
            } else {
                Some("unsupported_parameter")
            },
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn keys_are_never_repeated_whole() {
        assert_eq!(masked("sk-proj-abcdefgh1234"), "sk-proj-********1234");
        assert_eq!(masked("short"), "*****");
    }
}
