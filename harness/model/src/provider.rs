//! Who is spoken to, and which of five languages they speak.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The wire format of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Api {
    /// OpenAI chat completions and all who follow it.
    Chat,
    /// OpenAI responses.
    Responses,
    /// Anthropic messages.
    Messages,
    /// Gemini generateContent.
    Gemini,
    /// Ollama's native chat.
    Ollama,
}

/// A provider, named as in `--model PROVIDER/NAME`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provider {
    /// OpenAI, chat completions.
    Openai,
    /// OpenAI, responses.
    OpenaiResponses,
    /// Anthropic.
    Anthropic,
    /// Google's Gemini API.
    Gemini,
    /// A local Ollama.
    Ollama,
    /// OpenRouter.
    Openrouter,
    /// A vLLM server.
    Vllm,
    /// An SGLang server.
    Sglang,
    /// llama.cpp's server.
    Llamacpp,
    /// LM Studio.
    Lmstudio,
    /// A LiteLLM proxy.
    Litellm,
    /// Anything else that speaks chat completions, at a given base URL.
    Compatible,
}

impl Provider {
    /// Every provider, in the order in which help texts list them.
    pub const ALL: [Self; 12] = [
        Self::Openai,
        Self::OpenaiResponses,
        Self::Anthropic,
        Self::Gemini,
        Self::Openrouter,
        Self::Ollama,
        Self::Vllm,
        Self::Sglang,
        Self::Llamacpp,
        Self::Lmstudio,
        Self::Litellm,
        Self::Compatible,
    ];

    /// The name as typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Openai => "openai",
            Self::OpenaiResponses => "openai-responses",
            Self::Anthropic => "anthropic",
            Self::Gemini => "gemini",
            Self::Ollama => "ollama",
            Self::Openrouter => "openrouter",
            Self::Vllm => "vllm",
            Self::Sglang => "sglang",
            Self::Llamacpp => "llamacpp",
            Self::Lmstudio => "lmstudio",
            Self::Litellm => "litellm",
            Self::Compatible => "compatible",
        }
    }

    /// The provider of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name() == name)
    }

    /// The language spoken.
    pub fn api(self) -> Api {
        match self {
            Self::OpenaiResponses => Api::Responses,
            Self::Anthropic => Api::Messages,
            Self::Gemini => Api::Gemini,
            Self::Ollama => Api::Ollama,
            Self::Openai
            | Self::Openrouter
            | Self::Vllm
            | Self::Sglang
            | Self::Llamacpp
            | Self::Lmstudio
            | Self::Litellm
            | Self::Compatible => Api::Chat,
        }
    }

    /// Where the provider is found unless a base URL says otherwise.
    pub fn default_base_url(self) -> Option<&'static str> {
        Some(match self {
            Self::Openai | Self::OpenaiResponses => "https://api.openai.com/v1",
            Self::Anthropic => "https://api.anthropic.com/v1",
            Self::Gemini => "https://generativelanguage.googleapis.com/v1beta",
            Self::Openrouter => "https://openrouter.ai/api/v1",
            Self::Ollama => "http://localhost:11434",
            Self::Vllm => "http://localhost:8000/v1",
            Self::Sglang => "http://localhost:30000/v1",
            Self::Llamacpp => "http://localhost:8080/v1",
            Self::Lmstudio => "http://localhost:1234/v1",
            Self::Litellm => "http://localhost:4000/v1",
            Self::Compatible => return None,
        })
    }

    /// The environment variables that may hold the key, first found first.
    pub fn key_variables(self) -> &'static [&'static str] {
        match self {
            Self::Openai | Self::OpenaiResponses => &["OPENAI_API_KEY"],
            Self::Anthropic => &["ANTHROPIC_API_KEY"],
            Self::Gemini => &["GEMINI_API_KEY", "GOOGLE_API_KEY"],
            Self::Openrouter => &["OPENROUTER_API_KEY"],
            Self::Vllm => &["VLLM_API_KEY"],
            Self::Litellm => &["LITELLM_API_KEY"],
            Self::Ollama | Self::Sglang | Self::Llamacpp | Self::Lmstudio | Self::Compatible => &[],
        }
    }

    /// Whether the provider's own address wants a key.
    pub fn needs_key(self) -> bool {
        matches!(
            self,
            Self::Openai
                | Self::OpenaiResponses
                | Self::Anthropic
                | Self::Gemini
                | Self::Openrouter
        )
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
