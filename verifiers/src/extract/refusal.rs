//! Responses that decline to answer.

/// The most bytes of a refusal; a longer text that holds no answer tried and failed.
const LONGEST: usize = 1_500;

/// Openings before the words that refuse.
const OPENINGS: &[&str] = &[
    "i'm sorry",
    "i am sorry",
    "sorry",
    "i apologize",
    "i apologise",
    "unfortunately",
    "as an ai language model",
    "as an ai",
    "but",
    "however",
    ",",
    ".",
    ";",
    " ",
    "*",
];

/// The words that refuse.
const REFUSALS: &[&str] = &[
    "i can't help",
    "i cannot help",
    "i can't assist",
    "i cannot assist",
    "i can't provide",
    "i cannot provide",
    "i can't comply",
    "i cannot comply",
    "i can't answer",
    "i cannot answer",
    "i can't fulfill",
    "i cannot fulfill",
    "i cannot fulfil",
    "i won't",
    "i will not",
    "i'm unable to help",
    "i am unable to help",
    "i'm unable to assist",
    "i am unable to assist",
    "i'm not able to help",
    "i am not able to help",
    "i'm unable to provide",
    "i must decline",
    "i decline",
    "i'm not able to assist",
    "i can't do that",
    "i cannot do that",
    "i can't engage",
    "i cannot engage",
    "i can’t help",
    "i'm not comfortable",
    "ich kann dir dabei nicht helfen",
    "je ne peux pas vous aider",
    "no puedo ayudar",
    "抱歉，我无法",
    "对不起，我无法",
];

/// Whether `text`, in which no answer was found, clearly declines to give one: it begins with
/// words of refusal. A failed attempt ("I cannot compute this by hand") is none.
pub(super) fn is_refusal(text: &str) -> bool {
    let text = text.trim();
    if text.len() > LONGEST {
        return false;
    }
    let head = &text[..text.floor_char_boundary(160)];
    let lower = head.to_lowercase().replace('\u{2019}', "'");
    let mut rest = lower.as_str();
    loop {
        if REFUSALS.iter().any(|refusal| rest.starts_with(refusal)) {
            return true;
        }
        match OPENINGS
            .iter()
            .find_map(|opening| rest.strip_prefix(opening))
        {
            Some(after) => rest = after,
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_refusal;

    #[test]
    fn only_clear_words_refuse() {
        for text in [
            "I'm sorry, but I can't assist with that.",
            "I cannot help with that request.",
            "Sorry, I won't do this.",
        ] {
            assert!(is_refusal(text), "{text}");
        }
        for text in [
            "I cannot compute this by hand.",
            "Sorry, I lost track of the sum.",
            "",
            "The list can't be sorted.",
        ] {
            assert!(!is_refusal(text), "{text}");
        }
    }
}
