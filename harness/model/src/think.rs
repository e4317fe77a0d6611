//! Reasoning that a server leaves inside the answer, between tags.
//!
//! Servers without a reasoning parser hand out `<think>…</think>` as part of
//! the text. A number in there is not an answer, so it is moved to where other
//! servers put it. Only the beginning of a text is looked at: a tag further in
//! is something the model talks about.

use crate::reply::Finish;

/// Opening and closing tags seen at the head of real answers.
const TAGS: [(&str, &str); 4] = [
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("[THINK]", "[/THINK]"),
];

/// Takes a text apart into (reasoning, answer); `None` where nothing is to be
/// taken apart.
pub(crate) fn split(text: &str, finish: &Finish) -> Option<(String, String)> {
    let head = text.trim_start();
    for (open, close) in TAGS {
        let Some(rest) = head.strip_prefix(open) else {
            continue;
        };
        return match rest.split_once(close) {
            Some((thought, answer)) => Some(parts(thought, answer)),
            // The budget ended inside the thinking: there is no answer yet.
            None if *finish == Finish::Length => Some(parts(rest, "")),
            // Opened, never closed, and yet finished: which part is the answer
            // cannot be told, so the text stays whole.
            None => None,
        };
    }
    // Chat templates that end in `<think>` leave the model to write the
    // closing tag alone.
    let (thought, answer) = text.split_once("</think>")?;
    if thought.contains("<think>") {
        return None;
    }
    Some(parts(thought, answer))
}

fn parts(thought: &str, answer: &str) -> (String, String) {
    (thought.trim().to_owned(), answer.trim_start().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, finish: &Finish) -> Option<(String, String)> {
        split(text, finish)
    }

    #[test]
    fn a_closed_block_at_the_head_is_reasoning() {
        let (thought, answer) = at("\n<think>\n2+2\n</think>\n\n4", &Finish::Stop).unwrap();
        assert_eq!((thought.as_str(), answer.as_str()), ("2+2", "4"));
    }

    #[test]
    fn a_block_cut_by_the_budget_leaves_no_answer() {
        let (thought, answer) = at("<think>let me see 41", &Finish::Length).unwrap();
        assert_eq!((thought.as_str(), answer.as_str()), ("let me see 41", ""));
        assert_eq!(at("<think>let me see 41", &Finish::Stop), None);
    }

    #[test]
    fn a_closing_tag_alone_ends_the_reasoning() {
        let (thought, answer) = at("hm, so\n</think>\n7", &Finish::Stop).unwrap();
        assert_eq!((thought.as_str(), answer.as_str()), ("hm, so", "7"));
    }

    #[test]
    fn tags_spoken_of_later_stay() {
        assert_eq!(
            at("the tags <think> and </think> mark it", &Finish::Stop),
            None
        );
        assert_eq!(at("plain 4", &Finish::Length), None);
    }
}
