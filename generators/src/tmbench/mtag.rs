//! `tmbench.mtag`: the states of an m-tag system.
//!
//! Hard about it: nothing but bookkeeping, many times in a row; one slip spoils every later state.
//! Items are independent of each other, so none carries a cluster label.
//!
//! The key is the run of the machine; it is confirmed by simulations that share no code with it.
//! How many instances there are is bounded from below by kinds of which every one fits the knobs:
//! at the defaults, productions longer than m alone make more than 10^24.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{TagAsk, TagTraceCheck};

use super::alphabet::VARIATIONS;
use super::draw;
use super::knobs::{Knobs, PARAMS};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "tmbench.mtag",
    version: 1,
    summary: "the queue of an m-tag system after every step",
    variations: VARIATIONS,
    params: PARAMS,
    generate,
    space,
};

fn space(order: Order<'_>) -> Space {
    Knobs::new(order.params).map_or(Space::exactly(0u32), |knobs| Space::at_least(knobs.least()))
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let knobs = Knobs::new(order.params)?;
    let draw::Instance { system, start } = draw::instance(&knobs, order.variation, stream)?;
    let check = TagTraceCheck::new(system, start, knobs.steps as u32, knobs.ask)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(draft(check))
}

/// The item that is judged by `check`.
///
/// Variables: `m`, `steps`, `ask` (`every` or `final`), `start` (the queue, symbols separated by
/// spaces) and `rules`, one line `symbol -> production` a symbol, in which `(nothing)` is the empty
/// production.
pub(super) fn draft(check: TagTraceCheck) -> Draft {
    let system = check.system();
    let mut rules = String::with_capacity(16 * system.alphabet().len());
    for (symbol, word) in system.alphabet().iter().zip(system.productions().iter()) {
        if !rules.is_empty() {
            rules.push('\n');
        }
        rules.push_str(symbol);
        rules.push_str(" -> ");
        if word.is_empty() {
            rules.push_str("(nothing)");
        }
        system.spell_into(word, " ", &mut rules);
    }
    let ask = match check.ask() {
        TagAsk::EveryState => "every",
        TagAsk::FinalState => "final",
    };
    let vars = Vars::new()
        .with("m", i64::from(system.deletion()))
        .with("steps", i64::from(check.steps()))
        .with("ask", ask)
        .with("start", system.spell(check.start()))
        .with("rules", rules);
    Draft::new(vars, Check::TagTrace(check))
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use serde_json::Value;
    use tribunal_verifiers::{Answer, Finish};

    use super::*;
    use crate::param::ParamValue;
    use crate::task::Generator;

    fn generator(variation: &str, given: &[(&'static str, ParamValue)], seed: &str) -> Generator {
        Generator::new(&TASK, Some(variation), given.iter().cloned(), seed).expect("valid")
    }

    fn word(text: &str) -> ParamValue {
        ParamValue::Text(text.to_owned())
    }

    /// The run as a person would do it from the prompt's variables: a queue of words, no shared
    /// code with the engine.
    fn simulate(vars: &Value) -> Vec<String> {
        let words = |text: &Value| -> Vec<String> {
            text.as_str()
                .expect("text")
                .split_whitespace()
                .map(str::to_owned)
                .collect()
        };
        let m = vars["m"].as_u64().expect("m") as usize;
        let mut queue: VecDeque<String> = words(&vars["start"]).into();
        let spell = |queue: &VecDeque<String>| {
            queue
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let rule = |head: &str| {
            let rules = vars["rules"].as_str().expect("text");
            let mut rules = rules.lines().filter_map(|line| line.split_once(" -> "));
            let (_, word) = rules.find(|(symbol, _)| *symbol == head).expect("a rule");
            words(&Value::from(if word == "(nothing)" { "" } else { word }))
        };
        let mut states = vec![spell(&queue)];
        for _ in 0..vars["steps"].as_u64().expect("steps") {
            if queue.len() < m {
                break;
            }
            queue.extend(rule(&queue[0]));
            for _ in 0..m {
                queue.pop_front();
            }
            states.push(spell(&queue));
        }
        states
    }

    fn settings() -> Vec<Vec<(&'static str, ParamValue)>> {
        let int = ParamValue::Int;
        vec![
            vec![],
            vec![
                ("m", int(3)),
                ("symbols", int(2)),
                ("rule_max", int(3)),
                ("steps", int(60)),
            ],
            vec![("halting", word("only"))],
            vec![
                ("halting", word("none")),
                ("max_queue", int(40)),
                ("steps", int(50)),
            ],
            vec![("rule_min", int(0)), ("rule_max", int(2)), ("m", int(1))],
        ]
    }

    #[test]
    fn key_is_confirmed_by_hand_simulation() {
        for variation in VARIATIONS {
            for given in settings() {
                let generator = generator(variation.name, &given, "confirm");
                for index in 0..40 {
                    let item = generator.item(index).expect("never fails");
                    let vars = serde_json::to_value(&item.vars).expect("plain data");
                    let states = simulate(&vars);
                    let reply: String = states
                        .iter()
                        .enumerate()
                        .map(|(step, state)| format!("### Step {step}:\nQueue State: [{state}]\n"))
                        .collect();
                    let judged = item.check.judge(Answer {
                        text: &reply,
                        finish: Finish::Stop,
                    });
                    assert!(judged.strict.outcome.is_correct(), "{vars} {judged:?}");
                    let halted = states.last().expect("start").split_whitespace().count()
                        < generator.params().size("m");
                    match generator.params().text("halting") {
                        "only" => assert!(halted, "{vars}"),
                        "none" => assert!(!halted, "{vars}"),
                        _ => {}
                    }
                    assert!(states.windows(2).all(|pair| pair[0] != pair[1]), "{vars}");
                    let longest = states.iter().map(|s| s.split_whitespace().count()).max();
                    assert!(
                        longest <= Some(generator.params().size("max_queue")),
                        "{vars}"
                    );
                }
            }
        }
    }

    #[test]
    fn published_distribution() {
        let generator = generator("latin", &[], "shape");
        let (mut starts, mut rules, mut halted) = ([0u32; 10], [0u32; 6], 0);
        for index in 0..4000 {
            let item = generator.item(index).expect("never fails");
            let Check::TagTrace(check) = &item.check else {
                panic!("{:?}", item.check)
            };
            starts[check.start().len()] += 1;
            check
                .system()
                .productions()
                .iter()
                .for_each(|word| rules[word.len()] += 1);
            halted += u32::from(check.reference().matches("###").count() <= 30);
        }
        // Rejection of repeating instances hardly bends the uniform draws.
        assert_eq!(starts[..2], [0, 0]);
        assert!(
            starts[2..].iter().all(|count| count.abs_diff(500) < 120),
            "{starts:?}"
        );
        assert_eq!(rules[0], 0);
        assert!(
            rules[1..].iter().all(|count| count.abs_diff(4000) < 300),
            "{rules:?}"
        );
        // 11 of the published 100 halt early.
        assert!((200..800).contains(&halted), "{halted}");
    }

    #[test]
    fn impossible_knobs_say_what_to_change() {
        let int = ParamValue::Int;
        for (given, message) in [
            (
                vec![("rule_min", int(6))],
                "rule_min is 6, but rule_max only 5",
            ),
            (
                vec![("m", int(4)), ("start_min", int(3))],
                "start_min is 3, but a queue shorter than m = 4 can't take a step",
            ),
            (
                vec![("halting", word("only")), ("rule_min", int(2))],
                "no instance can halt: every production has at least rule_min = 2 symbols and a \
                 step deletes m = 2; lower rule_min below m",
            ),
            (
                vec![
                    ("halting", word("only")),
                    ("start_min", int(9)),
                    ("steps", int(5)),
                ],
                "no instance can halt within 5 steps: it takes at least 8; raise steps or lower \
                 start_min",
            ),
            (
                vec![("halting", word("none")), ("rule_max", int(1))],
                "every instance halts within 30 steps: no production has more than rule_max = 1 \
                 symbols and a step deletes m = 2; raise rule_max or start_max",
            ),
            (
                vec![("rule_min", int(4)), ("max_queue", int(20))],
                "every queue grows to at least 62 symbols in 30 steps, past max_queue = 20; lower \
                 rule_min or raise max_queue",
            ),
        ] {
            let given = given.iter().cloned();
            let error = Generator::new(&TASK, None, given, "s")
                .expect_err(message)
                .to_string();
            let lead = "task `tmbench.mtag` can't make an item from these parameters: ";
            assert_eq!(error.strip_prefix(lead), Some(message));
        }
    }
}
