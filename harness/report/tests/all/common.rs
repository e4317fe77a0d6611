//! Stores made of hand-written rows.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

use tribunal_report::{Report, build};
use tribunal_store::{
    Asked, AttemptRow, FailureRow, Headline, ItemRow, Judgement, Message, Outcome, Reader,
    ResponseRow, RunId, RunSpec, RunState, RunUpdate, Slot, Source, Store, Usage, VerdictRow,
    Writer, WriterOptions,
};

/// A moment for every row to count from: 2023-11-14 22:13 UTC.
pub(crate) const NOON: i64 = 1_700_000_000_000;

pub(crate) fn spec(planned_items: u64, repeats: u32) -> RunSpec {
    RunSpec {
        uid: "6f1e0c55a2b94d37".to_owned(),
        suite: "quick".to_owned(),
        suite_version: "1".to_owned(),
        suite_digest: "51".repeat(32),
        plan_digest: "9a".repeat(32),
        plan_json: "{}".to_owned(),
        seed: "2026".to_owned(),
        seed_commitment: None,
        mode: "chat".to_owned(),
        model: "openai/gpt-x".to_owned(),
        provider: "openai".to_owned(),
        model_identity: r#"{"base_url":"https://api.example"}"#.to_owned(),
        sampling_asked: r#"{"temperature":0}"#.to_owned(),
        sampling_sent: "{}".to_owned(),
        repeats,
        extraction: "extract-3".to_owned(),
        headline: Headline::Strict,
        harness_version: "0.1.0".to_owned(),
        adapter_version: "1".to_owned(),
        prompt_set_digest: "77".repeat(32),
        planned_items,
        note: None,
    }
}

/// How a question ended.
#[derive(Debug, Clone)]
pub(crate) enum End {
    Judged {
        strict: (Outcome, f64),
        lenient: (Outcome, f64),
        answer: Option<String>,
    },
    Unjudged,
    Failed {
        class: &'static str,
        message: String,
    },
}

/// One question and its end.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) ordinal: u32,
    pub(crate) repeat: u32,
    pub(crate) task: &'static str,
    pub(crate) variation: &'static str,
    pub(crate) params: &'static str,
    pub(crate) cluster: Option<String>,
    pub(crate) weight: f64,
    pub(crate) end: End,
    pub(crate) steps: Option<&'static str>,
    pub(crate) finish: &'static str,
    pub(crate) model: &'static str,
    pub(crate) usage: Usage,
    pub(crate) cost_micros: Option<u64>,
    pub(crate) total_us: u64,
    pub(crate) source: Source,
    /// Failed attempts before the last one.
    pub(crate) retries: u32,
}

/// A question of `beyondbench.easy.sum` that ended so by both readings.
pub(crate) fn question(ordinal: u32, outcome: Outcome) -> Question {
    let score = if outcome == Outcome::Correct {
        1.0
    } else {
        0.0
    };
    Question {
        ordinal,
        repeat: 0,
        task: "beyondbench.easy.sum",
        variation: "plain",
        params: r#"{"length":8}"#,
        cluster: None,
        weight: 1.0,
        end: End::Judged {
            strict: (outcome, score),
            lenient: (outcome, score),
            answer: Some(ordinal.to_string()),
        },
        steps: None,
        finish: "stop",
        model: "gpt-x-2026-05-01",
        usage: Usage {
            input: Some(60),
            output: Some(200),
            reasoning: Some(150),
            cached: None,
        },
        cost_micros: Some(500),
        total_us: 1_000_000 + u64::from(ordinal) * 10_000,
        source: Source::Live,
        retries: 0,
    }
}

pub(crate) fn right(ordinal: u32) -> Question {
    question(ordinal, Outcome::Correct)
}

pub(crate) fn wrong(ordinal: u32) -> Question {
    question(ordinal, Outcome::Incorrect)
}

pub(crate) fn failed(ordinal: u32, class: &'static str) -> Question {
    let message = format!("the server said no to item {ordinal}");
    Question {
        end: End::Failed { class, message },
        ..wrong(ordinal)
    }
}

impl Question {
    pub(crate) fn of(self, task: &'static str) -> Self {
        Self { task, ..self }
    }

    pub(crate) fn repeat(self, repeat: u32) -> Self {
        Self { repeat, ..self }
    }

    pub(crate) fn answering(mut self, text: &str) -> Self {
        if let End::Judged { answer, .. } = &mut self.end {
            *answer = Some(text.to_owned());
        }
        self
    }

    /// Lenient reading differs.
    pub(crate) fn leniently(mut self, outcome: Outcome, score: f64) -> Self {
        if let End::Judged { lenient, .. } = &mut self.end {
            *lenient = (outcome, score);
        }
        self
    }

    /// A score between right and wrong.
    pub(crate) fn partly(mut self, score: f64) -> Self {
        if let End::Judged {
            strict, lenient, ..
        } = &mut self.end
        {
            (strict.1, lenient.1) = (score, score);
        }
        self
    }

    fn stratum(&self) -> String {
        format!("{}:{}{}", self.task, self.variation, self.params)
    }

    fn asked(&self, run: RunId) -> Asked {
        let cluster = self.cluster.clone().unwrap_or_else(|| self.stratum());
        let id = format!("{} {}", self.stratum(), self.ordinal);
        Asked {
            slot: Slot {
                run,
                ordinal: self.ordinal,
                repeat: self.repeat,
            },
            item: Arc::new(ItemRow {
                digest: *blake3::hash(id.as_bytes()).as_bytes(),
                task: self.task.to_owned(),
                variation: self.variation.to_owned(),
                params: self.params.to_owned(),
                seed: "2026".to_owned(),
                index: u64::from(self.ordinal),
                generator_version: "1".to_owned(),
                cluster,
                vars: "{}".to_owned(),
                check: "{}".to_owned(),
                system: None,
                prompt: id,
            }),
            stratum: self.stratum(),
            weight: self.weight,
        }
    }

    fn attempt(&self, number: u32, class: &str) -> Box<AttemptRow> {
        Box::new(AttemptRow {
            started_ms: NOON + i64::from(number),
            url: "https://api.example/v1".to_owned(),
            status: Some(if class == "ok" { 200 } else { 503 }),
            class: class.to_owned(),
            message: None,
            first_byte_us: Some(300),
            total_us: self.total_us,
            capped: false,
            headers: None,
            request: b"{}".to_vec(),
            reply: b"{}".to_vec(),
        })
    }

    fn response(&self) -> Box<ResponseRow> {
        Box::new(ResponseRow {
            answered_ms: NOON + i64::from(self.ordinal),
            source: self.source,
            finish: self.finish.to_owned(),
            model: Some(self.model.to_owned()),
            fingerprint: None,
            usage: self.usage,
            cost_micros: self.cost_micros,
            text: format!("answer {} {}", self.ordinal, self.repeat),
            reasoning: None,
        })
    }

    fn verdict(&self) -> Option<Box<VerdictRow>> {
        let End::Judged {
            strict,
            lenient,
            answer,
        } = &self.end
        else {
            return None;
        };
        let judgement = |(outcome, score): (Outcome, f64)| Judgement {
            outcome,
            score,
            answer: answer.clone(),
            evidence: self.steps.map(|steps| format!(r#"{{"steps":"{steps}"}}"#)),
        };
        Some(Box::new(VerdictRow {
            judge_version: "extract-3".to_owned(),
            strict: judgement(*strict),
            lenient: judgement(*lenient),
        }))
    }

    /// Everything that was stored before the last message of the question, and that one.
    fn messages(&self, run: RunId) -> Vec<Message> {
        let asked = || self.asked(run);
        let live = self.source == Source::Live;
        let mut messages: Vec<Message> = (0..self.retries)
            .map(|number| Message::Attempt {
                asked: asked(),
                attempt: self.attempt(number, "overloaded"),
            })
            .collect();
        messages.push(match &self.end {
            End::Failed { class, message } => Message::Failure {
                asked: asked(),
                attempt: Some(self.attempt(self.retries, class)),
                failure: FailureRow {
                    failed_ms: NOON,
                    class: (*class).to_owned(),
                    message: message.clone(),
                },
            },
            _ => Message::Answer {
                asked: asked(),
                attempt: live.then(|| self.attempt(self.retries, "ok")),
                response: self.response(),
                cache: None,
            },
        });
        messages
    }
}

/// A report of a store that holds these questions, written in their order by a writer that
/// puts `batch` messages at most into a transaction.
pub(crate) fn report_in_batches(
    spec: RunSpec,
    state: RunState,
    questions: &[Question],
    batch: usize,
) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tribunal.db");
    let options = WriterOptions {
        batch,
        queue: 100_000,
        ..WriterOptions::default()
    };
    let writer = Writer::start(Store::open_or_create(&path).unwrap(), options).unwrap();
    let (run, _) = writer.begin_run(spec, NOON).unwrap();
    let (tell, told) = channel();
    let tell = Arc::new(Mutex::new(tell));
    let mut judged = 0;
    for (at, question) in questions.iter().enumerate() {
        let mut messages = question.messages(run);
        let last = messages.pop().unwrap();
        for message in messages {
            writer.send(message, None).unwrap();
        }
        if question.verdict().is_none() {
            writer.send(last, None).unwrap();
            continue;
        }
        judged += 1;
        let tell = Arc::clone(&tell);
        let ack = move |receipt: Result<tribunal_store::Receipt, _>| {
            tell.lock()
                .unwrap()
                .send((at, receipt.unwrap().response.unwrap()))
                .unwrap();
        };
        writer.send(last, Some(Box::new(ack))).unwrap();
    }
    for (at, response) in told.iter().take(judged) {
        let verdict = questions[at].verdict().unwrap();
        writer
            .send(Message::Verdict { response, verdict }, None)
            .unwrap();
    }
    let update = RunUpdate {
        at_ms: NOON + 133_000,
        state: Some(state),
        ..RunUpdate::default()
    };
    writer.call(Message::UpdateRun { run, update }).unwrap();
    writer.finish().unwrap();
    let reader = Reader::open(&path).unwrap();
    let run = reader.run("latest").unwrap();
    build(&reader, &run).unwrap()
}

/// The report of a complete run of these questions.
pub(crate) fn report(spec: RunSpec, questions: &[Question]) -> Report {
    report_in_batches(spec, RunState::Complete, questions, 2048)
}
