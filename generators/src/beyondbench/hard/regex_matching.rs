//! `beyondbench.hard.regex_matching`: whether the whole of a word matches a regular expression.
//!
//! Hard about it: repeated groups and alternatives within them leave many ways to take a word apart,
//! and all of them must be ruled out before the answer is no. Expressions of literals, classes, dots,
//! groups, alternatives and `*`, `+`, `?`, `{m}`, `{m,n}` are drawn, then words that match and words a
//! change or two away that don't, either with even chance. The key is found by moving sets of places
//! through the expression; the second proof gives the text of the expression to an engine written
//! elsewhere.
//!
//! The answer yes or no is guessed right in half of all items. The variation `several` asks which of
//! eight words match, which is not.
//!
//! Of expressions without groups alone there are at least (41·12)^(n−1) for n letters, classes and
//! dots: more than 10^24 at the default of 10.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{ChoiceCheck, ChoiceOption, ListCheck, Order as ListOrder};

use super::pattern::{Pattern, REPEATS, SINGLES};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, power};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::{Var, Vars};

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.regex_matching",
    version: 1,
    summary: "whether the whole of a word matches a regular expression",
    variations: &[
        Variation {
            name: "default",
            summary: "whether one word matches",
        },
        Variation {
            name: "several",
            summary: "which of several words match",
        },
    ],
    params: &[
        Param::int(
            "singles",
            "how many letters, classes and dots the expression has",
            (4, 20),
            10,
        ),
        Param::int(
            "words",
            "how many words the variation several asks about",
            (2, 20),
            8,
        ),
    ],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let pattern = Pattern::draw(order.params.size("singles"), stream);
    let vars = Vars::new().with("pattern", pattern.to_string());
    if order.variation != "several" {
        let (word, matches) = word(&pattern, stream);
        let check = ChoiceCheck {
            expected: usize::from(!matches),
            options: vec![
                option("yes", &["true", "match", "matches", "it matches"]),
                option(
                    "no",
                    &["false", "no match", "does not match", "doesn't match"],
                ),
            ],
        };
        return Ok(Draft::new(vars.with("word", word), Check::Choice(check)));
    }
    let mut words: Vec<String> = Vec::new();
    let mut expected = Vec::new();
    for number in 1..=order.params.int("words") {
        let (mut next, mut matches) = word(&pattern, stream);
        // Narrow expressions have few words; then one may come again.
        for _ in 0..8 {
            if !words.contains(&next) {
                break;
            }
            (next, matches) = word(&pattern, stream);
        }
        words.push(next);
        if matches {
            expected.push(number);
        }
    }
    let check = ListCheck {
        expected,
        order: ListOrder::Any,
    };
    let words = words.into_iter().map(Var::from).collect();
    Ok(Draft::new(
        vars.with("words", Var::List(words)),
        Check::List(check),
    ))
}

fn space(order: Order<'_>) -> Space {
    let others = order.params.size("singles") - 1;
    Space::at_least(power(SINGLES * REPEATS, others))
}

/// A word, and whether it matches.
fn word(pattern: &Pattern, stream: &mut Stream) -> (String, bool) {
    let matches = stream.chance(1, 2);
    let word = if matches {
        pattern.word(stream)
    } else {
        pattern.near_miss(stream)
    };
    (word.into_iter().map(char::from).collect(), matches)
}

fn option(name: &str, also: &[&str]) -> ChoiceOption {
    ChoiceOption {
        name: name.to_owned(),
        also: also.iter().map(|&text| text.to_owned()).collect(),
    }
}
