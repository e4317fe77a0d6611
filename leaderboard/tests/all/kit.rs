//! Stores made from a few numbers alone, for tests and for measuring.

#![allow(dead_code, reason = "the tests and the example each use some of these")]

use std::path::Path;
use std::sync::{Arc, mpsc};

use tribunal_store::{
    Asked, AttemptRow, FailureRow, Headline, ItemRow, Judgement, Message, Outcome, ResponseId,
    ResponseRow, RunId, RunSpec, RunState, RunUpdate, Slot, Source, Store, Usage, VerdictRow,
    Writer, WriterOptions,
};

/// How large a store is.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) models: usize,
    /// The number of the first model.
    pub(crate) first: usize,
    /// Variations over all tasks; five a task.
    pub(crate) variations: usize,
    /// Items that every model is asked.
    pub(crate) items: usize,
    /// Characters of a response, about.
    pub(crate) words: usize,
    /// The share of questions that were given up.
    pub(crate) failing: f64,
    /// Text that is put wherever a model, a server or a plugin has a say.
    pub(crate) hostile: Option<&'static str>,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            models: 3,
            first: 0,
            variations: 10,
            items: 100,
            words: 60,
            failing: 0.0,
            hostile: None,
        }
    }
}

/// A word that stands in every response, and nowhere else.
pub(crate) const CANARY: &str = "wombat-in-the-response";

/// What no page may be broken by.
pub(crate) const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\
    <svg onload=alert(3)><!--<script>\u{202e}evil\u{2066}\u{0000}\u{001b}[31m\u{2028}{{ 7*7 }}{% raw %}\
    \"'&lt;`=cmd|' /C calc'!A0";

/// Noon of a day.
const NOON: i64 = 1_790_000_000_000;

/// Numbers that look like drawn ones, and are the same in every run.
fn drawn(of: &[usize]) -> f64 {
    let mut hasher = blake3::Hasher::new();
    for part in of {
        hasher.update(&(*part as u64).to_le_bytes());
    }
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    (u64::from_le_bytes(bytes) >> 11) as f64 / (1_u64 << 53) as f64
}

/// The chance that a model is right: models differ by their place, and larger items are harder.
fn chance(model: usize, models: usize, item: usize) -> f64 {
    let skill = 0.97 - 0.75 * model as f64 / models.max(2) as f64;
    (skill - 0.05 * (size(item) as f64).log2() / 5.0).clamp(0.02, 0.99)
}

fn size(item: usize) -> usize {
    [8, 16, 32][item / 7 % 3]
}

/// Writes a store of one suite.
pub(crate) fn store(path: &Path, shape: &Shape) {
    let store = Store::open_or_create(path).expect("a store");
    let writer = Writer::start(store, WriterOptions::default()).expect("a writer");
    let items: Vec<Arc<ItemRow>> = (0..shape.items)
        .map(|item| Arc::new(row(shape, item)))
        .collect();
    for model in shape.first..shape.first + shape.models {
        run(&writer, shape, model, &items);
    }
    writer.finish().expect("all is written");
}

fn spec(shape: &Shape, model: usize) -> RunSpec {
    let hostile = shape.hostile.unwrap_or_default();
    RunSpec {
        uid: format!("{:016x}", model + 0x1000),
        suite: "synthetic".to_owned(),
        suite_version: "1".to_owned(),
        suite_digest: "5a".repeat(32),
        plan_digest: "9b".repeat(32),
        plan_json:
            serde_json::json!({ "suite": { "title": format!("Made up to be looked at{hostile}") } })
                .to_string(),
        seed: format!("2026{hostile}"),
        seed_commitment: None,
        mode: "chat".to_owned(),
        model: format!("maker/model-{model}{hostile}"),
        provider: ["openai", "anthropic", "compatible"][model % 3].to_owned(),
        model_identity: serde_json::json!({ "endpoint": format!("api.example/v1{hostile}") })
            .to_string(),
        sampling_asked: r#"{"temperature":0}"#.to_owned(),
        sampling_sent: format!(
            r#"{{"params":{{"temperature":0,"reasoning.effort":"{}"}}}}"#,
            ["low", "high"][model % 2]
        ),
        repeats: 1,
        extraction: "3".to_owned(),
        headline: Headline::Lenient,
        harness_version: "0.1.0".to_owned(),
        adapter_version: "1".to_owned(),
        prompt_set_digest: "77".repeat(32),
        planned_items: shape.items as u64,
        note: shape.hostile.map(str::to_owned),
    }
}

fn place(shape: &Shape, item: usize) -> (String, String) {
    let variation = item % shape.variations;
    let hostile = shape.hostile.unwrap_or_default();
    (
        format!("synthetic.task_{:02}{hostile}", variation / 5),
        format!("variation_{}{hostile}", variation % 5),
    )
}

fn row(shape: &Shape, item: usize) -> ItemRow {
    let (task, variation) = place(shape, item);
    let params = format!(r#"{{"size":{}}}"#, size(item));
    let stratum = format!("{task}:{variation}{params}");
    let hostile = shape.hostile.unwrap_or_default();
    ItemRow {
        digest: *blake3::hash(&(item as u64).to_le_bytes()).as_bytes(),
        task,
        variation,
        params,
        seed: format!("2026{hostile}"),
        index: (item / shape.variations) as u64,
        generator_version: "1".to_owned(),
        cluster: stratum,
        vars: "{}".to_owned(),
        check: format!(r#"{{"kind":"integer","value":"{item}"}}"#),
        system: shape.hostile.map(str::to_owned),
        prompt: format!(
            "What is {item} and nothing added to it? {hostile} Finish with \\boxed{{number}}."
        ),
    }
}

fn run(writer: &Writer, shape: &Shape, model: usize, items: &[Arc<ItemRow>]) {
    let started = NOON + model as i64 * 3_600_000;
    let (run, _) = writer
        .begin_run(spec(shape, model), started)
        .expect("a run");
    for (chunk, items) in items.chunks(1_000).enumerate() {
        let (tell, told) = mpsc::channel();
        for (place, item) in items.iter().enumerate() {
            let number = chunk * 1_000 + place;
            let asked = asked(run, number, item);
            // Now and then the server was busy at first.
            if drawn(&[model, number, 3]) < 0.05 {
                let attempt = Box::new(attempt(shape, model, number, false));
                let asked = asked.clone();
                writer
                    .send(Message::Attempt { asked, attempt }, None)
                    .expect("the queue takes it");
            }
            let message = if drawn(&[model, number, 4]) < shape.failing {
                failure(shape, model, number, asked)
            } else {
                answer(shape, model, number, asked)
            };
            let tell = tell.clone();
            let ack: tribunal_store::Ack = Box::new(move |receipt| {
                let _ = tell.send((number, receipt.ok().and_then(|receipt| receipt.response)));
            });
            writer.send(message, Some(ack)).expect("the queue takes it");
        }
        drop(tell);
        let told: Vec<(usize, Option<ResponseId>)> = told.into_iter().collect();
        assert_eq!(told.len(), items.len());
        for (number, response) in told {
            let Some(response) = response else { continue };
            let verdict = Box::new(verdict(shape, model, number));
            writer
                .send(Message::Verdict { response, verdict }, None)
                .expect("the queue takes it");
        }
    }
    let update = RunUpdate {
        at_ms: started + 1_000_000,
        state: Some(RunState::Complete),
        ..RunUpdate::default()
    };
    writer
        .call(Message::UpdateRun { run, update })
        .expect("the run ends");
}

fn asked(run: RunId, item: usize, row: &Arc<ItemRow>) -> Asked {
    Asked {
        slot: Slot {
            run,
            ordinal: item as u32,
            repeat: 0,
        },
        item: Arc::clone(row),
        stratum: row.cluster.clone(),
        weight: 1.0,
    }
}

/// Milliseconds that an answer took.
fn milliseconds(model: usize, item: usize) -> u64 {
    300 + (drawn(&[model, item, 5]) * 4_000.0) as u64
}

fn attempt(shape: &Shape, model: usize, item: usize, ok: bool) -> AttemptRow {
    let hostile = shape.hostile.unwrap_or_default();
    AttemptRow {
        started_ms: NOON + item as i64 - i64::from(!ok),
        url: "https://api.example/v1/chat/completions".to_owned(),
        status: Some(if ok { 200 } else { 503 }),
        class: if ok { "ok" } else { "overloaded" }.to_owned(),
        message: (!ok).then(|| format!("the server is busy{hostile}")),
        first_byte_us: ok.then_some(180_500),
        total_us: 1_000 * milliseconds(model, item) + 250,
        capped: false,
        headers: None,
        request: b"{}".to_vec(),
        reply: b"{}".to_vec(),
    }
}

/// What the server said last of a question that was given up.
pub(crate) const FAILURE: &str = "the server is busy: 503 after 5 attempts";

fn failure(shape: &Shape, model: usize, item: usize, asked: Asked) -> Message {
    let hostile = shape.hostile.unwrap_or_default();
    Message::Failure {
        asked,
        attempt: Some(Box::new(attempt(shape, model, item, false))),
        failure: FailureRow {
            failed_ms: NOON + item as i64,
            class: "overloaded".to_owned(),
            message: format!("{FAILURE}{hostile}"),
        },
    }
}

/// Tokens of an answer, and of the reasoning among them.
pub(crate) fn tokens(model: usize, item: usize) -> (u64, u64) {
    let output = 40 + (drawn(&[model, item, 1]) * 400.0) as u64;
    (output, output / 2)
}

/// Millionths of a dollar that an answer cost.
pub(crate) fn cost(model: usize, item: usize) -> u64 {
    tokens(model, item).0 * 10 * (1 + model as u64 % 7)
}

fn answer(shape: &Shape, model: usize, item: usize, asked: Asked) -> Message {
    let hostile = shape.hostile.unwrap_or_default();
    let (output, reasoning) = tokens(model, item);
    Message::Answer {
        asked,
        attempt: Some(Box::new(attempt(shape, model, item, true))),
        response: Box::new(ResponseRow {
            answered_ms: NOON + item as i64,
            source: Source::Live,
            finish: format!("stop{hostile}"),
            model: Some(format!("model-{model}-2026{hostile}")),
            fingerprint: None,
            usage: Usage {
                input: Some(60),
                output: Some(output),
                reasoning: Some(reasoning),
                cached: None,
            },
            cost_micros: Some(cost(model, item)),
            text: format!(
                "{CANARY} {}{hostile} \\boxed{{{item}}}",
                "so it is; ".repeat(shape.words / 10)
            ),
            reasoning: shape
                .hostile
                .map(|hostile| format!("{CANARY} {hostile} {}", "x".repeat(100_000))),
        }),
        cache: None,
    }
}

fn verdict(shape: &Shape, model: usize, item: usize) -> VerdictRow {
    let right = drawn(&[model, item]) < chance(model, shape.models, item);
    let outcome = match (right, (drawn(&[model, item, 2]) * 12.0) as u32) {
        (true, _) => Outcome::Correct,
        (false, 0) => Outcome::Truncated,
        (false, 1) => Outcome::Unparsable,
        (false, 2) => Outcome::Refused,
        _ => Outcome::Incorrect,
    };
    let judgement = Judgement {
        outcome,
        score: if right { 1.0 } else { 0.0 },
        answer: Some(format!("{item}{}", shape.hostile.unwrap_or_default())),
        evidence: shape.hostile.map(|hostile| {
            serde_json::json!({ "reason": format!("{CANARY}{hostile}") }).to_string()
        }),
    };
    VerdictRow {
        judge_version: "extract 3, verify 5".to_owned(),
        strict: judgement.clone(),
        lenient: judgement,
    }
}
