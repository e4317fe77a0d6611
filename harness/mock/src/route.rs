//! From a path to what is wanted.

use crate::dialect::Dialect;

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    /// A model is asked.
    Generate {
        dialect: Dialect,
        /// Gemini names the model and the streaming in the path.
        in_path: Option<(&'a str, bool)>,
    },
    /// The models are listed, in the manner of this API.
    Models(Dialect),
    Stats,
    /// Nothing is here; the error is worded by the API whose paths begin like this.
    Unknown(Dialect),
}

impl<'a> Route<'a> {
    /// Chat completions are found with and without a version before them, and where OpenRouter
    /// has them; everything else only where its provider has it.
    pub(crate) fn of(path: &'a str) -> Self {
        let generate = |dialect| Self::Generate {
            dialect,
            in_path: None,
        };
        match path {
            "/v1/chat/completions" | "/chat/completions" | "/api/v1/chat/completions" => {
                generate(Dialect::Chat)
            }
            "/v1/responses" => generate(Dialect::Responses),
            "/v1/messages" => generate(Dialect::Messages),
            "/api/chat" => generate(Dialect::Ollama),
            "/v1/models" | "/models" | "/api/v1/models" => Self::Models(Dialect::Chat),
            "/v1beta/models" => Self::Models(Dialect::Gemini),
            "/api/tags" => Self::Models(Dialect::Ollama),
            "/__stats" => Self::Stats,
            _ => Self::gemini(path).unwrap_or_else(|| Self::Unknown(family(path))),
        }
    }

    fn gemini(path: &'a str) -> Option<Self> {
        let (model, method) = path.strip_prefix("/v1beta/models/")?.rsplit_once(':')?;
        let stream = match method {
            "generateContent" => false,
            "streamGenerateContent" => true,
            _ => return None,
        };
        Some(Self::Generate {
            dialect: Dialect::Gemini,
            in_path: Some((model, stream)),
        })
    }

    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Generate { dialect, .. } => dialect.name(),
            Self::Models(_) => "models",
            Self::Stats => "stats",
            Self::Unknown(_) => "unknown",
        }
    }
}

fn family(path: &str) -> Dialect {
    if path.starts_with("/v1beta/") {
        Dialect::Gemini
    } else if path.starts_with("/v1/messages") {
        Dialect::Messages
    } else if path.starts_with("/api/") && !path.starts_with("/api/v1/") {
        Dialect::Ollama
    } else {
        Dialect::Chat
    }
}
