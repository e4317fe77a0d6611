//! Items as pictures, where a picture says what they are.
//!
//! A picture is drawn from the item's check, which is plain data, and from the answer as the judge
//! read it. What can't be read as expected is simply not drawn: checks come from stores, and a
//! plugin's are not known here.

mod graph;
mod hanoi;
mod queens;
mod sudoku;
mod tag;
mod turing;

use serde::Serialize;
use serde_json::Value;

/// A drawing and what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Picture {
    /// SVG, all text in it escaped.
    pub(crate) svg: String,
    /// What is seen.
    pub(crate) caption: String,
}

impl Picture {
    fn new(svg: String, caption: impl Into<String>) -> Option<Self> {
        Some(Self {
            svg,
            caption: caption.into(),
        })
    }
}

/// Pictures larger than this are left out: a page of a hundred would no longer load at once.
const LARGEST: usize = 48 << 10;

/// The item whose check is the JSON text `check`, without its answer.
pub(crate) fn of_item(check: &str) -> Option<Picture> {
    let check: Value = serde_json::from_str(check).ok()?;
    draw(&check, None).filter(|picture| picture.svg.len() <= LARGEST)
}

/// The item with an answer in it; `None` where the answer can't be drawn.
pub(crate) fn of_answer(check: &str, answer: &Answer<'_>) -> Option<Picture> {
    // Most tasks have no such picture: not worth a parser's start.
    if !["sudoku", "queens", "colouring", "tag_trace", "turing_"]
        .iter()
        .any(|kind| check.contains(kind))
    {
        return None;
    }
    let check: Value = serde_json::from_str(check).ok()?;
    draw(&check, Some(answer)).filter(|picture| picture.svg.len() <= LARGEST)
}

/// An answer as the judge read it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer<'a> {
    /// In canonical form.
    pub(crate) text: &'a str,
    /// One character a step: `1` right, `0` wrong, `-` not given.
    pub(crate) steps: Option<&'a str>,
}

fn draw(check: &Value, answer: Option<&Answer<'_>>) -> Option<Picture> {
    match (check.get("kind")?.as_str()?, answer) {
        ("sudoku", answer) => sudoku::draw(check, answer.map(|answer| answer.text)),
        ("queens", answer) => queens::draw(check, answer.map(|answer| answer.text)),
        ("colouring", answer) => graph::colouring(check, answer.map(|answer| answer.text)),
        ("route", None) => graph::route(check),
        ("hanoi", None) => hanoi::draw(check),
        ("tag_trace", None) => tag::draw(check),
        ("tag_trace" | "turing_trace", Some(answer)) => tag::marks(answer.steps?),
        ("turing_trace", None) => turing::trace(check),
        ("turing_run" | "turing_halting" | "turing_nonhalting", None) => turing::space_time(check),
        ("turing_construct", None) => turing::given(check),
        ("turing_construct", Some(answer)) => turing::built(answer.text),
        _ => None,
    }
}

/// A whole number below 256 for a letter's or symbol's class.
fn small(value: &Value) -> Option<usize> {
    usize::try_from(value.as_u64()?)
        .ok()
        .filter(|value| *value < 256)
}

/// A list of small numbers.
fn smalls(value: &Value) -> Option<Vec<usize>> {
    value.as_array()?.iter().map(small).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CHECKS: [&str; 8] = [
        r#"{"kind":"sudoku","given":"14.223414.1.31..","solution":"1432234142133124","regions":"AABBAABBCCDDCCDD","diagonal":true,"cages":[{"sum":5,"cells":[0,1]}]}"#,
        r#"{"kind":"queens","witness":[3,1,6,2,5,7,0,4],"given":[6],"blocked":[[0,0],[0,5]]}"#,
        r#"{"kind":"colouring","vertices":[16,174,310],"edges":[[0,1],[1,2]],"witness":[0,1,0]}"#,
        r#"{"kind":"route","ask":"path","names":["A","B"],"edges":[[0,1,4]],"witness":[0,1]}"#,
        r#"{"kind":"hanoi","disks":[5,9],"pegs":["P","G","W"],"start":[1,1],"goal":[2,2],"shortest":false}"#,
        r#"{"kind":"tag_trace","system":{"deletion":2,"alphabet":["A","B"],"productions":[[0,1],[1]]},"start":[0,1,0],"steps":4,"ask":"every_state"}"#,
        r#"{"kind":"turing_halting","machine":"1RB1LB_1LA1RZ","fate":"halts","steps":6}"#,
        r#"{"kind":"turing_trace","machine":"1RB1LB_1LA1RZ","start":"A: [0]","steps":4,"ask":"every_step"}"#,
    ];

    #[test]
    fn every_kind_is_drawn() {
        for check in CHECKS {
            let picture = of_item(check).unwrap_or_else(|| panic!("no picture of {check}"));
            assert!(picture.svg.starts_with("<svg"), "{}", picture.svg);
            assert!(picture.svg.ends_with("</svg>") || picture.svg.ends_with("</svg>\n"));
            assert!(!picture.caption.is_empty());
        }
    }

    #[test]
    fn wrong_squares_are_marked() {
        let answer = |text| Answer { text, steps: None };
        let right = of_answer(CHECKS[0], &answer("1432 2341 4213 3124")).unwrap();
        assert!(!right.svg.contains("bad"), "{}", right.svg);
        let wrong = of_answer(CHECKS[0], &answer("1432 2341 4213 3142")).unwrap();
        assert!(wrong.svg.contains("bad"));
        let queens = of_answer(CHECKS[1], &answer("[0, 1, 6, 2, 5, 7, 0, 4]")).unwrap();
        assert!(queens.svg.contains("bad"));
        let clash = of_answer(CHECKS[2], &answer("1 1 2")).unwrap();
        assert!(clash.svg.contains("bad"));
    }

    proptest! {
        #[test]
        fn nothing_breaks_a_picture(which in 0..CHECKS.len(), cut in 0usize..200, more in "(?s).{0,12}", text in "(?s)[0-9 ,.\\[\\]<>a]{0,40}") {
            let check = CHECKS[which];
            let at = (0..=cut.min(check.len())).rev().find(|at| check.is_char_boundary(*at)).unwrap_or(0);
            let broken = format!("{}{more}{}", &check[..at], &check[at..]);
            drop(of_item(&broken));
            for check in [broken.as_str(), check] {
                if let Some(picture) = of_answer(check, &Answer { text: &text, steps: Some(&text) }) {
                    prop_assert!(!picture.svg.contains("<a>"));
                    prop_assert!(picture.svg.len() <= LARGEST);
                }
            }
        }
    }
}
