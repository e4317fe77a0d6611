//! One item after another, each with its attempts.
//!
//! A run has as many lanes as requests may be in flight. A lane takes a place in flight first and
//! an item only then, so lanes that wait hold nothing; it gives the place back after the answer is
//! committed, so a crash loses at most what was in flight.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::{Notify, oneshot};
use tokio_util::sync::CancellationToken;
use tribunal_model::{
    Ask, Class, Exchange, Failure, Finish, Message as Turn, Reply, Role, Sampling,
};
use tribunal_plan::{Plan, Planned};
use tribunal_store::{
    Asked, AttemptRow, CacheKey, FailureRow, ItemRow, Message, Reader, Receipt, ResponseRow, RunId,
    RunUpdate, Slot, Source, StoreError, Usage, WriterHandle,
};

use crate::bucket::Bucket;
use crate::budget::Budget;
use crate::cache_key::cache_key;
use crate::event::Event;
use crate::judge;
use crate::limit::{Limiter, Permit, Signal};
use crate::player::{ModelPlayer, Player, sampling_of_repeat};
use crate::retry::{Jitter, Next, RetryPolicy};
use crate::{End, RunError};

/// Failures of a server that can't be reached before the run is given up: nothing was asked yet,
/// and the person who started it is still watching.
const PROBE_FAILURES: u32 = 3;
/// Items given up one after another, without an answer in between, before the run is.
const GIVEN_UP_IN_A_ROW: u32 = 5;
/// Tokens a request is taken to need before the run has an average of its own.
const FIRST_TOKEN_GUESS: f64 = 1_000.0;

/// A question: an item's ordinal and which repeat of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Job {
    pub(crate) ordinal: u64,
    pub(crate) repeat: u32,
}

/// Who is told of events.
pub(crate) type Listener = Box<dyn FnMut(&Event)>;

/// What the lanes of one session share. All of it lives on one thread.
pub(crate) struct Shared {
    pub(crate) plan: Arc<Plan>,
    pub(crate) player: Player,
    pub(crate) sampling: Sampling,
    pub(crate) run: RunId,
    pub(crate) writer: WriterHandle,
    /// Where cached responses are looked up, when the cache is on.
    pub(crate) cache: Option<Reader>,
    pub(crate) jobs: RefCell<Box<dyn Iterator<Item = Job>>>,
    pub(crate) limiter: Limiter,
    pub(crate) rpm: Option<Bucket>,
    pub(crate) tpm: Option<Bucket>,
    pub(crate) retry: RetryPolicy,
    pub(crate) jitter: RefCell<Jitter>,
    pub(crate) budget: Budget,
    /// Told whenever a lane is done with an item.
    pub(crate) landed: Notify,
    pub(crate) events: RefCell<Listener>,
    /// Ends the taking of new items; those in flight are awaited.
    pub(crate) drain: CancellationToken,
    /// Ends what is in flight, too.
    pub(crate) abort: CancellationToken,
    pub(crate) end: RefCell<Option<End>>,
    pub(crate) error: RefCell<Option<RunError>>,
    pub(crate) judge_version: String,
    pub(crate) answered: Cell<u64>,
    pub(crate) failed: Cell<u64>,
    pub(crate) given_up: Cell<u32>,
    pub(crate) last_limit: Cell<usize>,
    pub(crate) sampling_sent: Cell<bool>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shared(run {})", self.run.0)
    }
}

/// How one attempt to have a question answered ended.
enum Step<'a> {
    /// Settled, or left open because the session ends.
    Done,
    /// Ask again after this wait. The place in flight is free for others meanwhile, except the
    /// probe's: until something has been answered, nobody else is to knock.
    Again(Duration, Option<Permit<'a>>),
}

impl Shared {
    /// Works until there is nothing left to take.
    pub(crate) async fn lane(&self) {
        loop {
            let permit = tokio::select! {
                biased;
                () = self.drain.cancelled() => return,
                permit = self.limiter.acquire() => permit,
            };
            let others = self.limiter.load().0 - 1;
            if !self.budget.allows(others) {
                if others == 0 {
                    self.finish(End::Budget);
                    return;
                }
                // Those in flight may turn out cheaper than they were counted.
                drop(permit);
                self.landed.notified().await;
                continue;
            }
            let Some(job) = self.jobs.borrow_mut().next() else {
                return;
            };
            if let Err(error) = self.settle(job, permit).await {
                self.fail(error);
            }
            self.landed.notify_waiters();
        }
    }

    fn emit(&self, event: &Event) {
        (self.events.borrow_mut())(event);
    }

    /// Ends the session for `end`; the first reason stands.
    pub(crate) fn finish(&self, end: End) {
        self.end.borrow_mut().get_or_insert(end);
        self.drain.cancel();
    }

    fn fail(&self, error: RunError) {
        self.error.borrow_mut().get_or_insert(error);
        self.drain.cancel();
        self.abort.cancel();
    }

    async fn settle<'a>(&'a self, job: Job, permit: Permit<'a>) -> Result<(), RunError> {
        let planned = self.plan.make(self.plan.slot(job.ordinal))?;
        let asked = self.asked(&planned, job);
        match &self.player {
            Player::Model(model) => self.ask(model, &planned, asked, permit).await,
            Player::Builtin(builtin) => {
                let text = builtin.answer(&planned.item, job.repeat);
                self.play(&planned, asked, text_reply(text), Source::Builtin, permit)
                    .await
            }
            Player::Replay { replay, source, .. } => {
                match replay.answer(&self.plan, &planned, job.repeat) {
                    Some(reply) => {
                        self.play(&planned, asked, reply.clone(), *source, permit)
                            .await
                    }
                    None => self.give_up(asked, "replay", "the file has no answer to this item"),
                }
            }
        }
    }

    fn asked(&self, planned: &Planned, job: Job) -> Asked {
        let cell = &self.plan.cells()[planned.slot.cell];
        let (generator, item) = (&cell.generator, &planned.item);
        Asked {
            slot: Slot {
                run: self.run,
                // The session refused plans whose ordinals don't fit.
                ordinal: job.ordinal as u32,
                repeat: job.repeat,
            },
            item: Arc::new(ItemRow {
                digest: item.digest.0,
                task: generator.task().name.to_owned(),
                variation: generator.variation().name.to_owned(),
                params: generator.params().canonical(),
                seed: self.plan.options().seed.clone(),
                index: item.index,
                generator_version: generator.task().version.to_string(),
                cluster: item.cluster.clone().unwrap_or_else(|| cell.label.clone()),
                vars: json(&item.vars),
                check: json(&item.check),
                system: self.plan.suite().system.clone(),
                prompt: planned.prompt.clone(),
            }),
            stratum: cell.label.clone(),
            weight: cell.weight,
        }
    }

    /// An answer that needs no request.
    async fn play(
        &self,
        planned: &Planned,
        asked: Asked,
        reply: Reply,
        source: Source,
        permit: Permit<'_>,
    ) -> Result<(), RunError> {
        let response = response_row(reply, source, None);
        self.answer(planned, asked, None, response, None, None, permit)
            .await
    }

    async fn ask<'a>(
        &'a self,
        model: &ModelPlayer,
        planned: &Planned,
        asked: Asked,
        permit: Permit<'a>,
    ) -> Result<(), RunError> {
        let question = Ask {
            system: self.plan.suite().system.clone(),
            messages: vec![Turn {
                role: Role::User,
                text: planned.prompt.clone(),
            }],
        };
        let (mut failures, mut held) = (0, Some(permit));
        loop {
            let permit = match held.take() {
                Some(permit) => permit,
                None => tokio::select! {
                    biased;
                    () = self.drain.cancelled() => return Ok(()),
                    permit = self.limiter.acquire() => permit,
                },
            };
            match self
                .attempt(model, &question, planned, &asked, &mut failures, permit)
                .await?
            {
                Step::Done => return Ok(()),
                Step::Again(wait, permit) => {
                    held = permit;
                    tokio::select! {
                        biased;
                        () = self.drain.cancelled() => return Ok(()),
                        () = tokio::time::sleep(wait) => {}
                    }
                }
            }
        }
    }

    async fn attempt<'a>(
        &'a self,
        model: &ModelPlayer,
        question: &Ask,
        planned: &Planned,
        asked: &Asked,
        failures: &mut u32,
        permit: Permit<'a>,
    ) -> Result<Step<'a>, RunError> {
        let wire = model.client.wire(
            question,
            &sampling_of_repeat(&self.sampling, asked.slot.repeat),
        );
        let key = self
            .cache
            .is_some()
            .then(|| cache_key(&model.spec, &wire, asked.slot.repeat));
        if let (Some(reader), Some(key)) = (&self.cache, &key)
            && let Some(mut cached) = reader.cached(key)?
        {
            cached.source = Source::Cache;
            // Nothing was spent on it now.
            cached.cost_micros = Some(0);
            self.answer(planned, asked.clone(), None, cached, None, None, permit)
                .await?;
            return Ok(Step::Done);
        }
        let reserved = self.token_guess(&wire.body);
        tokio::select! {
            biased;
            () = self.drain.cancelled() => return Ok(Step::Done),
            () = self.wait_for_rates(reserved) => {}
        }
        let started_ms = unix_ms();
        let exchange = model.client.send(&wire, &self.abort).await;
        match &exchange.outcome {
            Ok(reply) => {
                let micro_usd = model
                    .spec
                    .price
                    .and_then(|price| price.cost(&reply.usage))
                    .map(|usd| (usd * 1e6).round() as u64);
                // Before the limiter opens the way to others, who look at the budget.
                self.budget.add(micro_usd, tokens(&reply.usage));
                self.limiter.record(Signal::Success);
                self.note_load();
                self.given_up.set(0);
                self.settle_tokens(reserved, &reply.usage);
                if !self.sampling_sent.replace(true) {
                    self.note_sampling(json(&*wire.effective))?;
                }
                let response = response_row(reply.clone(), Source::Live, micro_usd);
                let latency = Some(exchange.total);
                let attempt = attempt_row(&exchange, started_ms);
                self.answer(
                    planned,
                    asked.clone(),
                    Some(attempt),
                    response,
                    key,
                    latency,
                    permit,
                )
                .await?;
                Ok(Step::Done)
            }
            Err(failure) => {
                let failure = failure.clone();
                self.settle_tokens(reserved, &tribunal_model::Usage::default());
                let attempt = Box::new(attempt_row(&exchange, started_ms));
                self.after_failure(model, planned, asked, &failure, attempt, failures, permit)
                    .await
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the parts of one attempt, passed on once"
    )]
    async fn after_failure<'a>(
        &'a self,
        model: &ModelPlayer,
        planned: &Planned,
        asked: &Asked,
        failure: &Failure,
        attempt: Box<AttemptRow>,
        failures: &mut u32,
        permit: Permit<'a>,
    ) -> Result<Step<'a>, RunError> {
        if failure.class == Class::Cancelled {
            return Ok(Step::Done);
        }
        // The provider's filter is the provider's answer: the item is settled as refused.
        if failure.class == Class::ContentFilter {
            self.limiter.record(Signal::Success);
            let mut refusal = text_reply(String::new());
            refusal.finish = Finish::ContentFilter;
            let response = response_row(refusal, Source::Live, None);
            self.answer(
                planned,
                asked.clone(),
                Some(*attempt),
                response,
                None,
                None,
                permit,
            )
            .await?;
            return Ok(Step::Done);
        }
        let number = *failures + 1;
        self.writer.send(
            Message::Attempt {
                asked: asked.clone(),
                attempt,
            },
            None,
        )?;
        if matches!(failure.class, Class::UnsupportedParameter { .. })
            && model.client.learn(failure)
        {
            self.emit(&Event::Learned {
                message: failure.message.clone(),
            });
            return Ok(Step::Again(Duration::ZERO, Some(permit)));
        }
        if failure.class.dooms_the_run() {
            self.finish(End::Doomed(failure.message.clone()));
            return Ok(Step::Done);
        }
        if !failure.class.is_transient() {
            self.limiter.record(Signal::Success);
            self.give_up(asked.clone(), failure.class.code(), &failure.message)?;
            return Ok(Step::Done);
        }
        *failures = number;
        self.limiter.record(match failure.class {
            Class::RateLimited | Class::Overloaded | Class::Timeout(_) => Signal::Overload,
            _ => Signal::Neutral,
        });
        self.note_load();
        let unreachable = failure.class == Class::Network && self.answered.get() == 0;
        if unreachable && number >= PROBE_FAILURES {
            self.finish(End::Doomed(failure.message.clone()));
            return Ok(Step::Done);
        }
        let next = self
            .retry
            .next(number, failure.retry_after, &mut self.jitter.borrow_mut());
        match next {
            Next::Wait(wait) => {
                self.emit(&Event::Retrying {
                    ordinal: u64::from(asked.slot.ordinal),
                    repeat: asked.slot.repeat,
                    attempt: number,
                    class: failure.class.code().to_owned(),
                    message: failure.message.clone(),
                    wait_ms: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                });
                Ok(Step::Again(
                    wait,
                    self.limiter.is_probing().then_some(permit),
                ))
            }
            Next::GiveUp => self.give_up_transient(
                asked,
                failure,
                format!("{} (attempt {number} of {number})", failure.message),
            ),
            Next::TooLong(wish) => self.give_up_transient(
                asked,
                failure,
                format!(
                    "{}; the server asks to wait {} s, longer than this run waits",
                    failure.message,
                    wish.as_secs()
                ),
            ),
        }
    }

    /// Gives an item up after transient failures, and the run when it is one of several in a row.
    fn give_up_transient(
        &self,
        asked: &Asked,
        failure: &Failure,
        message: String,
    ) -> Result<Step<'static>, RunError> {
        self.give_up(asked.clone(), failure.class.code(), &message)?;
        self.given_up.set(self.given_up.get() + 1);
        if self.answered.get() == 0 || self.given_up.get() >= GIVEN_UP_IN_A_ROW {
            self.finish(End::Doomed(message));
        }
        Ok(Step::Done)
    }

    fn give_up(&self, asked: Asked, class: &str, message: &str) -> Result<(), RunError> {
        self.failed.set(self.failed.get() + 1);
        let slot = asked.slot;
        let failure = FailureRow {
            failed_ms: unix_ms(),
            class: class.to_owned(),
            message: message.to_owned(),
        };
        self.writer.send(
            Message::Failure {
                asked,
                attempt: None,
                failure,
            },
            None,
        )?;
        self.emit(&Event::Failed {
            ordinal: u64::from(slot.ordinal),
            repeat: slot.repeat,
            class: class.to_owned(),
            message: message.to_owned(),
        });
        Ok(())
    }

    /// Stores an answer, waits for its commit, judges it, and sends the verdict after it.
    #[expect(
        clippy::too_many_arguments,
        reason = "the parts of one answer, passed on once"
    )]
    async fn answer(
        &self,
        planned: &Planned,
        asked: Asked,
        attempt: Option<AttemptRow>,
        response: ResponseRow,
        cache: Option<CacheKey>,
        latency: Option<Duration>,
        permit: Permit<'_>,
    ) -> Result<(), RunError> {
        let slot = asked.slot;
        let (usage, micro_usd) = (response.usage, response.cost_micros);
        let (text, finish) = (response.text.clone(), response.finish.clone());
        let message = Message::Answer {
            asked,
            attempt: attempt.map(Box::new),
            response: Box::new(response),
            cache,
        };
        let receipt = self.commit(message).await?;
        drop(permit);
        // Only now: whatever a hostile text does to the judge, the response is kept.
        let judged = judge::judge(&planned.item.check, &text, &finish);
        if let Some(response) = receipt.response {
            let verdict = Box::new(judge::verdict_row(&judged, &self.judge_version));
            self.writer
                .send(Message::Verdict { response, verdict }, None)?;
        }
        self.answered.set(self.answered.get() + 1);
        self.emit(&Event::Answered {
            ordinal: u64::from(slot.ordinal),
            repeat: slot.repeat,
            outcome: judge::headline(&judged, self.plan.suite().reading).outcome,
            input_tokens: usage.input,
            output_tokens: usage.output,
            cost_micro_usd: micro_usd,
            latency,
        });
        Ok(())
    }

    /// Sends `message` and waits, without blocking the thread, until it is committed.
    async fn commit(&self, message: Message) -> Result<Receipt, RunError> {
        let (sender, receiver) = oneshot::channel();
        let ack = Box::new(move |result: Result<Receipt, StoreError>| {
            // Nobody listens any more only when the whole session is being dropped.
            let _ = sender.send(result);
        });
        self.writer.send(message, Some(ack))?;
        Ok(receiver.await.map_err(|_| StoreError::Stopped)??)
    }

    fn note_sampling(&self, sampling: String) -> Result<(), RunError> {
        let update = RunUpdate {
            at_ms: unix_ms(),
            sampling_sent: Some(sampling),
            ..RunUpdate::default()
        };
        self.writer.send(
            Message::UpdateRun {
                run: self.run,
                update,
            },
            None,
        )?;
        Ok(())
    }

    fn note_load(&self) {
        let (in_flight, limit) = self.limiter.load();
        if self.last_limit.replace(limit) != limit {
            self.emit(&Event::Load { in_flight, limit });
        }
    }

    /// Tokens that the request is taken to need: a quarter of its bytes, and an average answer.
    fn token_guess(&self, body: &[u8]) -> f64 {
        let spent = self.budget.spent();
        let known = spent.tokens > 0 && spent.answers > 0;
        if known {
            spent.tokens as f64 / spent.answers as f64
        } else {
            body.len() as f64 / 4.0 + FIRST_TOKEN_GUESS
        }
    }

    async fn wait_for_rates(&self, tokens: f64) {
        if let Some(rpm) = &self.rpm {
            rpm.take(1.0).await;
        }
        if let Some(tpm) = &self.tpm {
            tpm.take(tokens).await;
        }
    }

    fn settle_tokens(&self, reserved: f64, usage: &tribunal_model::Usage) {
        if let Some(tpm) = &self.tpm {
            tpm.correct(reserved, tokens(usage).unwrap_or(0) as f64);
        }
    }
}

/// Tokens read and written together; `None` when the server counted neither.
fn tokens(usage: &tribunal_model::Usage) -> Option<u64> {
    match (usage.input, usage.output) {
        (None, None) => None,
        (input, output) => Some(input.unwrap_or(0).saturating_add(output.unwrap_or(0))),
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value)
        .unwrap_or_else(|error| unreachable!("plain data always serialises: {error}"))
}

/// Milliseconds since 1970; 0 on a machine whose clock is before that.
pub(crate) fn unix_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |age| i64::try_from(age.as_millis()).unwrap_or(i64::MAX))
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

fn text_reply(text: String) -> Reply {
    Reply {
        text,
        reasoning: None,
        finish: Finish::Stop,
        usage: tribunal_model::Usage::default(),
        model: None,
        request_id: None,
        fingerprint: None,
    }
}

fn response_row(reply: Reply, source: Source, cost_micros: Option<u64>) -> ResponseRow {
    ResponseRow {
        answered_ms: unix_ms(),
        source,
        finish: reply.finish.code().to_owned(),
        model: reply.model,
        fingerprint: reply.fingerprint,
        usage: Usage {
            input: reply.usage.input,
            output: reply.usage.output,
            reasoning: reply.usage.reasoning,
            cached: reply.usage.cached,
        },
        cost_micros,
        text: reply.text,
        reasoning: reply.reasoning,
    }
}

fn attempt_row(exchange: &Exchange, started_ms: i64) -> AttemptRow {
    let (class, message) = match &exchange.outcome {
        Ok(_) => ("ok".to_owned(), None),
        Err(failure) => (
            failure.class.code().to_owned(),
            Some(failure.message.clone()),
        ),
    };
    AttemptRow {
        started_ms,
        url: exchange.url.to_string(),
        status: exchange.status,
        class,
        message,
        first_byte_us: exchange.first_byte.map(micros),
        total_us: micros(exchange.total),
        capped: exchange.truncated,
        headers: (!exchange.headers.is_empty()).then(|| json(&exchange.headers)),
        request: exchange.request.to_vec(),
        reply: exchange.response.to_vec(),
    }
}
