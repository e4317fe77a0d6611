//! Who was asked: the rows of the board.

use serde_json::Value;
use tribunal_store::Run;

use crate::board::{Entry, EntryKey, slug};
use crate::options::Options;
use crate::text::visible;

/// What makes `run` belong to a row.
pub(super) fn entry_key(run: &Run) -> EntryKey {
    let spec = &run.spec;
    EntryKey {
        model: spec.model.clone(),
        provider: spec.provider.clone(),
        effort: effort(&spec.sampling_sent, &spec.sampling_asked),
        mode: spec.mode.clone(),
    }
}

/// The reasoning effort that was really sent, or else asked for.
fn effort(sent: &str, asked: &str) -> Option<String> {
    let word = |value: &Value| match value {
        Value::String(word) => Some(word.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let sent: Value = serde_json::from_str(sent).unwrap_or_default();
    let asked: Value = serde_json::from_str(asked).unwrap_or_default();
    let of_path = |(path, value): (&String, &Value)| {
        let last = path.rsplit('.').next().unwrap_or(path);
        let names = [
            "effort",
            "reasoning_effort",
            "budget_tokens",
            "thinkingBudget",
            "thinkingLevel",
        ];
        names.contains(&last).then(|| word(value)).flatten()
    };
    sent.get("params")
        .and_then(Value::as_object)
        .and_then(|params| params.iter().find_map(of_path))
        .or_else(|| asked.get("effort").and_then(word))
}

/// The row of `key`, with what the publisher says about it.
pub(super) fn entry(key: EntryKey, options: &Options) -> Entry {
    let about = options.about.model.get(&key.model);
    let mut words = key.model.clone();
    for more in key
        .effort
        .iter()
        .chain((key.mode != "chat").then_some(&key.mode))
    {
        words.push(' ');
        words.push_str(more);
    }
    Entry {
        name: visible(
            about
                .and_then(|about| about.name.as_ref())
                .unwrap_or(&key.model),
        ),
        organisation: about.and_then(|about| about.organisation.clone()),
        weights: about.and_then(|about| about.weights),
        slug: slug(&words, &format!("{key:?}")),
        key,
    }
}
