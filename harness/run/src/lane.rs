//! One item after another.
//!
//! A run has as many lanes as requests may be in flight. A lane takes a place in flight first and
//! an item only then, so lanes that wait hold nothing; it gives the place back after the answer is
//! committed, so a crash loses at most what was in flight.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, oneshot};
use tokio_util::sync::CancellationToken;
use tribunal_model::Sampling;
use tribunal_plan::{Plan, Planned};
use tribunal_store::{
    Asked, AttemptRow, CacheKey, FailureRow, Message, Reader, Receipt, ResponseRow, RunId, Source,
    StoreError, WriterHandle,
};
use tribunal_verifiers::{Court, Interpreter, Judgement, Verdict};

use crate::bucket::Bucket;
use crate::budget::Budget;
use crate::event::Event;
use crate::limit::{Limiter, Permit};
use crate::player::Player;
use crate::retry::{Jitter, RetryPolicy};
use crate::rows::{self, response_row, text_reply, unix_ms};
use crate::{End, RunError, judge};

/// Work to take: an item's ordinal and which repeat of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Job {
    pub(crate) ordinal: u64,
    pub(crate) repeat: u32,
}

/// An item made, and what the store needs to know about asking it.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) planned: Planned,
    pub(crate) asked: Asked,
}

impl Question {
    pub(crate) fn ordinal(&self) -> u64 {
        self.planned.slot.ordinal
    }

    pub(crate) fn repeat(&self) -> u32 {
        self.asked.slot.repeat
    }
}

/// What came back for a question.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The exchange that brought it, if there was one.
    pub(crate) attempt: Option<Box<AttemptRow>>,
    pub(crate) response: ResponseRow,
    /// The key under which it may be found again.
    pub(crate) cache: Option<CacheKey>,
    /// How long the exchange took.
    pub(crate) latency: Option<Duration>,
}

impl Answer {
    /// An answer for which nothing was sent.
    pub(crate) fn unasked(response: ResponseRow) -> Self {
        Self {
            attempt: None,
            response,
            cache: None,
            latency: None,
        }
    }
}

/// Who is told of events.
pub(crate) type Listener = Box<dyn FnMut(&Event)>;

/// What the lanes of one session share. All of it lives on one thread.
pub(crate) struct Shared {
    pub(crate) plan: Arc<Plan>,
    pub(crate) player: Arc<Player>,
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
    pub(crate) court: Arc<dyn Court>,
    pub(crate) interpreter: Option<Arc<dyn Interpreter>>,
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

    pub(crate) fn emit(&self, event: &Event) {
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

    async fn settle(&self, job: Job, permit: Permit<'_>) -> Result<(), RunError> {
        let planned = self.plan.make(self.plan.slot(job.ordinal))?;
        let asked = rows::asked(&self.plan, &planned, self.run, job.repeat);
        let question = Question { planned, asked };
        // An item that its plugin failed to make is nobody's question; the others go on.
        if let Some(reason) = question.planned.item.check.failure() {
            return self.give_up(&question, "plugin", reason);
        }
        let reply = match &*self.player {
            Player::Model(model) => return self.ask(model, &question, permit).await,
            Player::Builtin(builtin) => {
                let text = builtin.answer(&question.planned.item, job.repeat);
                Some((text_reply(text), Source::Builtin))
            }
            Player::Replay { replay, source, .. } => replay
                .answer(&self.plan, &question.planned, job.repeat)
                .map(|reply| (reply.clone(), *source)),
        };
        match reply {
            Some((reply, source)) => {
                let response = response_row(reply, source, None);
                self.answer(&question, Answer::unasked(response), permit)
                    .await
            }
            None => self.give_up(&question, "replay", "the file has no answer to this item"),
        }
    }

    /// Ends a question without an answer.
    pub(crate) fn give_up(
        &self,
        question: &Question,
        class: &str,
        message: &str,
    ) -> Result<(), RunError> {
        self.failed.set(self.failed.get() + 1);
        let failure = FailureRow {
            failed_ms: unix_ms(),
            class: class.to_owned(),
            message: message.to_owned(),
        };
        let asked = question.asked.clone();
        self.writer.send(
            Message::Failure {
                asked,
                attempt: None,
                failure,
            },
            None,
        )?;
        self.emit(&Event::Failed {
            ordinal: question.ordinal(),
            repeat: question.repeat(),
            class: class.to_owned(),
            message: message.to_owned(),
        });
        Ok(())
    }

    /// Stores an answer, waits for its commit, judges it, and sends the verdict after it.
    pub(crate) async fn answer(
        &self,
        question: &Question,
        answer: Answer,
        permit: Permit<'_>,
    ) -> Result<(), RunError> {
        let Answer {
            attempt,
            response,
            cache,
            latency,
        } = answer;
        let (usage, micro_usd) = (response.usage, response.cost_micros);
        let (text, finish) = (response.text.clone(), response.finish.clone());
        let message = Message::Answer {
            asked: question.asked.clone(),
            attempt,
            response: Box::new(response),
            cache,
        };
        let receipt = self.commit(message).await?;
        drop(permit);
        // Only now: whatever a hostile text does to the judge, the response is kept.
        let (judged, version) = self.judge(question, text, finish).await;
        if let Some(response) = receipt.response {
            let verdict = Box::new(judge::verdict_row(&judged, &version));
            self.writer
                .send(Message::Verdict { response, verdict }, None)?;
        }
        self.answered.set(self.answered.get() + 1);
        self.emit(&Event::Answered {
            ordinal: question.ordinal(),
            repeat: question.repeat(),
            outcome: judge::headline(&judged, self.plan.suite().reading).outcome,
            input_tokens: usage.input,
            output_tokens: usage.output,
            cost_micro_usd: micro_usd,
            latency,
        });
        Ok(())
    }

    /// Judges a response. What has to be run is run on another thread, so that the other lanes go
    /// on meanwhile.
    async fn judge(
        &self,
        question: &Question,
        text: String,
        finish: String,
    ) -> (Judgement, String) {
        let check = &question.planned.item.check;
        let version = judge::version_for(check, &*self.court);
        if !check.needs_court() {
            return (judge::judge(check, &text, &finish, &*self.court), version);
        }
        let (check, court) = (check.clone(), Arc::clone(&self.court));
        let work =
            tokio::task::spawn_blocking(move || judge::judge(&check, &text, &finish, &*court));
        let judged = work.await.unwrap_or_else(|error| {
            // A court that panics has decided nothing; the response is kept, and `rescore` asks
            // it again.
            Judgement::both(Verdict::error(format!("the court failed: {error}")))
        });
        (judged, version)
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
}
