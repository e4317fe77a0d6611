//! The check as a whole: a corpus of responses, and laws over generated ones.

use std::borrow::Cow;
use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;

use super::{TagSystem, Words};
use crate::checks::{TagAsk, TagTraceCheck};
use crate::{Answer, Finish};

fn machine(alphabet: &[&str], productions: &[Vec<u8>], start: &[u8]) -> TagTraceCheck {
    let alphabet: Vec<_> = alphabet
        .iter()
        .map(|s| Cow::Owned((*s).to_owned()))
        .collect();
    let productions: Words = productions.iter().collect();
    let system = TagSystem::new(2, alphabet.into(), productions).expect("valid");
    TagTraceCheck::new(system, start.to_vec(), 30, TagAsk::EveryState).expect("valid")
}

fn ask_final(check: &TagTraceCheck) -> TagTraceCheck {
    let (system, start) = (check.system().clone(), check.start().to_vec());
    TagTraceCheck::new(system, start, check.steps(), TagAsk::FinalState).expect("valid")
}

fn stop(text: &str) -> Answer<'_> {
    Answer {
        text,
        finish: Finish::Stop,
    }
}

fn corpus_machine(alphabet: &str) -> TagTraceCheck {
    let symbols = match alphabet {
        "latin" => ["A", "B", "C"],
        "digits" => ["1", "2", "3"],
        "greek" => ["α", "β", "γ"],
        "special" => ["@", "#", "$"],
        "words" => ["red", "blue", "gold"],
        other => panic!("no alphabet `{other}`"),
    };
    machine(&symbols, &[vec![1], vec![0, 2], vec![0]], &[0, 1, 2, 0])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default = "latin")]
    alphabet: String,
    #[serde(default)]
    finish: Finish,
    strict: String,
    lenient: String,
    marks: String,
    text: String,
}

fn latin() -> String {
    "latin".to_owned()
}

#[test]
fn corpus_of_transcripts() {
    let corpus: Corpus = toml::from_str(include_str!("transcripts.toml")).expect("well-formed");
    assert!(corpus.case.len() >= 50);
    let mut wrong = String::new();
    for case in &corpus.case {
        let check = corpus_machine(&case.alphabet);
        let got = check.judge(Answer {
            text: &case.text,
            finish: case.finish,
        });
        let marks = got.lenient.evidence.steps.as_deref().unwrap_or_default();
        let found = (got.strict.outcome.name(), got.lenient.outcome.name(), marks);
        if found
            != (
                case.strict.as_str(),
                case.lenient.as_str(),
                case.marks.as_str(),
            )
        {
            let want = (&case.strict, &case.lenient, &case.marks);
            wrong += &format!("{}: got {found:?}, want {want:?}\n{got:#?}\n", case.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn reasons_and_answers_are_exact() {
    let check = corpus_machine("latin");
    let judged = |text: &str| check.judge(stop(text)).strict.evidence;
    let right = check.reference();
    assert_eq!(judged(&right).answer.as_deref(), Some("step 4: [B]"));
    assert_eq!(judged(&right).reason, None);

    let wrong = judged(&right.replace("[B A]", "[B,  C]"));
    assert_eq!(
        wrong.reason.as_deref(),
        Some("step 2 is given as [B C], but is [B A]")
    );
    let same = judged(&right.replace("[B A]", "[bc]"));
    let other = judged(&right.replace("[B A]", "[B B]"));
    assert_eq!(wrong.answer, same.answer);
    assert_ne!(wrong.answer, other.answer);

    let longer = format!("{right}\n### Step 5:\nQueue State: [C]\n### Step 6:\nQueue State: []");
    assert_eq!(
        judged(&longer).reason.as_deref(),
        Some("goes on after the halt: 2 states too many")
    );
    let verdict = check.judge(stop(&longer)).strict;
    assert_eq!(verdict.score, 5.0 / 7.0);
    assert_eq!(
        verdict.evidence.steps.as_deref(),
        Some("11111"),
        "a published pass"
    );
}

#[test]
fn final_state_in_many_forms() {
    let check = ask_final(&corpus_machine("latin"));
    for (text, strict, lenient) in [
        ("Final Queue State: [B]", "correct", "correct"),
        (
            "Final Queue State: [A]\nNo:\nFinal Queue State: [B]\n",
            "correct",
            "correct",
        ),
        ("**Final Queue State:** [B]", "unparsable", "correct"),
        ("The answer is \\boxed{B}.", "unparsable", "correct"),
        ("The final queue is [B].", "unparsable", "correct"),
        (
            "Step 3: Queue: [A C]\nStep 4: Queue: [B]",
            "unparsable",
            "correct",
        ),
        (
            "Final Queue State: [B]\nCheck, step 3 had queue [A C].",
            "correct",
            "correct",
        ),
        (
            "Final queue: [B]\nCheck, step 3 had the queue: [A C].",
            "unparsable",
            "correct",
        ),
        ("[B]", "unparsable", "correct"),
        ("Final Queue State:\n[B]", "unparsable", "correct"),
        ("Final Queue State: [A C]", "incorrect", "incorrect"),
        ("Final Queue State: []", "incorrect", "incorrect"),
        ("I stop here.", "unparsable", "unparsable"),
    ] {
        let got = check.judge(stop(text));
        assert_eq!(
            (got.strict.outcome.name(), got.lenient.outcome.name()),
            (strict, lenient),
            "{text}"
        );
    }
    let cut = check.judge(Answer {
        text: "Queue: [A C]\nFinal Qu",
        finish: Finish::Length,
    });
    assert_eq!(cut.strict.outcome.name(), "truncated");
}

#[test]
fn data_from_a_file_is_bounded() {
    let json = |start: &str, steps: u32, deletion: u32| {
        let text = format!(
            r#"{{"system":{{"deletion":{deletion},"alphabet":["A","B"],"productions":[[0,0,0],[1]]}},"start":{start},"steps":{steps},"ask":"every_state"}}"#
        );
        let check = serde_json::from_str::<TagTraceCheck>(&text);
        check.map_err(|e| {
            e.to_string()
                .split(" at line")
                .next()
                .unwrap_or_default()
                .to_owned()
        })
    };
    assert!(json("[0,1]", 30, 2).is_ok());
    assert!(json("[]", 10_000, u32::MAX).is_ok());
    assert_eq!(
        json("[0,2]", 30, 2).expect_err("outside"),
        "the start queue holds symbol index 2 at position 1, but the alphabet has 2 symbols"
    );
    assert_eq!(
        json("[0]", 10_001, 1).expect_err("too many"),
        "10001 steps are asked for, but at most 10000 may be"
    );
    assert_eq!(
        json("[0,0]", 10_000, 1).expect_err("too long"),
        "the states up to step 10000 hold more than 1048576 symbols together; ask for fewer steps"
    );
}

/// The published scorer, written down naively: the last bracket behind each "step i:" up to the
/// next one, compared without spaces and commas.
fn published_marks(truth: &[String], text: &str) -> String {
    let heading = regex::Regex::new(r"(?i)step (\d+):").expect("valid");
    let bracket = regex::Regex::new(r"(?is)Queue State:.*?\[([^\[\]]*)\]").expect("valid");
    let starts: Vec<_> = heading.captures_iter(text).collect();
    let mut given = BTreeMap::new();
    for (i, start) in starts.iter().enumerate() {
        let from = start.get(0).expect("whole match").end();
        let to = starts
            .get(i + 1)
            .map_or(text.len(), |next| next.get(0).expect("match").start());
        if let Some(found) = bracket.captures_iter(&text[from..to]).last() {
            given.insert(
                start[1].to_owned(),
                found[1].replace([' ', ','], "").to_uppercase(),
            );
        }
    }
    truth
        .iter()
        .enumerate()
        .map(|(step, state)| match given.get(&step.to_string()) {
            None => '-',
            Some(content) if *content == state.replace(' ', "") => '1',
            Some(_) => '0',
        })
        .collect()
}

fn checks() -> impl Strategy<Value = TagTraceCheck> {
    (
        prop::collection::vec(prop::collection::vec(0u8..4, 0..5), 4),
        prop::collection::vec(0u8..4, 0..9),
        prop::sample::select(vec![
            ["A", "B", "C", "D"],
            ["1", "2", "3", "4"],
            ["α", "β", "γ", "δ"],
            ["@", "#", "$", "%"],
            ["red", "blue", "gold", "teal"],
        ]),
    )
        .prop_map(|(productions, start, alphabet)| machine(&alphabet, &productions, &start))
}

proptest! {
    #[test]
    fn reference_is_right_and_counterfeit_all_wrong(check in checks()) {
        for check in [ask_final(&check), check] {
            let right = check.judge(stop(&check.reference()));
            prop_assert!(right.strict.outcome.is_correct(), "{right:?}");
            prop_assert_eq!(right.strict.score, 1.0);
            prop_assert_eq!(&right.strict, &right.lenient);
            let wrong = check.judge(stop(&check.counterfeit()));
            for verdict in [&wrong.strict, &wrong.lenient] {
                prop_assert_eq!(verdict.outcome.name(), "incorrect");
                prop_assert_eq!(verdict.score, 0.0);
            }
        }
    }

    /// Transcripts with states left out, spoilt, given twice and given past the end.
    #[test]
    fn marks_agree_with_the_published_scorer(
        check in checks(),
        edits in prop::collection::vec((0usize..40, 0u8..5), 0..8),
    ) {
        let truth: Vec<String> = {
            let mut trace = super::Trace::default();
            check.system().run(check.start(), check.steps(), &mut trace);
            trace.states().map(|state| check.system().spell(state)).collect()
        };
        let mut blocks: Vec<(usize, String)> = truth.iter().cloned().enumerate().collect();
        for (at, edit) in edits {
            let index = at % blocks.len();
            match edit {
                0 if blocks.len() > 1 => { blocks.remove(index); }
                1 => blocks[index].1 = blocks[index].1.replace(' ', ", "),
                2 => blocks[index].1.push_str(&check.system().alphabet()[0]),
                3 => { let again = blocks[index].clone(); blocks.push(again); }
                _ => blocks.push((truth.len() + at, truth[0].clone())),
            }
        }
        let text: String = blocks
            .iter()
            .map(|(step, state)| format!("### Step {step}:\nHead: none\nQueue State: [{state}]\n\n"))
            .collect();
        let spelled: Vec<String> = truth.iter().map(|state| state.to_uppercase()).collect();
        let got = check.judge(stop(&text)).strict;
        prop_assert_eq!(got.evidence.steps.as_deref(), Some(&*published_marks(&spelled, &text)));
        let over = blocks.iter().any(|(step, _)| *step >= truth.len());
        let all = got.evidence.steps.as_deref().is_some_and(|marks| marks.bytes().all(|m| m == b'1'));
        if !over {
            prop_assert_eq!(got.outcome.is_correct(), all);
        }
        prop_assert!(got.outcome.is_correct() == (got.score == 1.0));
        prop_assert!((0.0..=1.0).contains(&got.score));
    }

    #[test]
    fn nothing_panics(check in checks(), text in r"(### Step [0-9]{1,22}:|[Qq]ueue State: ?|[\[\](){}|*$\\#@A-D1-4αβγ→, .:=_-]{0,6}|\n|step [0-9]|boxed|\\alpha|after |final |é|> ){0,60}") {
        for check in [ask_final(&check), check] {
            for finish in [Finish::Stop, Finish::Length, Finish::Refused] {
                let got = check.judge(Answer { text: &text, finish });
                prop_assert!(!got.strict.outcome.is_correct() || got.lenient.outcome.is_correct());
            }
        }
    }
}
