//! Asking a model until it answers or the item is given up.

use std::time::Duration;

use tribunal_model::{Class, Failure, Finish};
use tribunal_store::{AttemptRow, Message, RunUpdate, Source};

use crate::cache_key::cache_key;
use crate::event::Event;
use crate::lane::{Answer, Question, Shared};
use crate::limit::{Permit, Signal};
use crate::player::{ModelPlayer, sampling_of_repeat};
use crate::retry::Next;
use crate::rows::{attempt_row, json, response_row, text_reply, tokens, unix_ms};
use crate::talk::{Talk, Wanted};
use crate::{End, RunError};

/// Failures of a server that can't be reached before the run is given up: nothing was asked yet,
/// and the person who started it is still watching.
const PROBE_FAILURES: u32 = 3;
/// Items given up one after another, without an answer in between, before the run is.
const GIVEN_UP_IN_A_ROW: u32 = 5;
/// Tokens a request is taken to need before the run has an average of its own.
const FIRST_TOKEN_GUESS: f64 = 1_000.0;

/// How one attempt to have a question answered ended.
enum Step<'a> {
    /// Settled, or left open because the session ends.
    Done,
    /// Ask again after this wait. The place in flight is free for others meanwhile, except the
    /// probe's: until something has been answered, nobody else is to knock.
    Again(Duration, Option<Permit<'a>>),
}

impl Shared {
    /// Asks `model` until the question is settled or the session ends.
    pub(crate) async fn ask<'a>(
        &'a self,
        model: &ModelPlayer,
        question: &Question,
        permit: Permit<'a>,
    ) -> Result<(), RunError> {
        let mut talk = Talk::new(
            self.plan.suite().system.clone(),
            &question.planned.prompt,
            self.plan.tools(),
        );
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
                .attempt(model, &mut talk, question, &mut failures, permit)
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
        talk: &mut Talk,
        question: &Question,
        failures: &mut u32,
        permit: Permit<'a>,
    ) -> Result<Step<'a>, RunError> {
        let sampling = sampling_of_repeat(&self.sampling, question.repeat());
        let wire = model.client.wire(&talk.ask, &sampling);
        // The answer to a question is looked up by the question, however many turns it took.
        if self.cache.is_some() && talk.is_fresh() {
            let key = cache_key(&model.spec, &talk.ask, &wire, question.repeat());
            talk.key = Some(key);
        }
        if let (Some(reader), Some(key), true) = (&self.cache, &talk.key, talk.is_fresh())
            && let Some(mut cached) = reader.cached(key)?
        {
            cached.source = Source::Cache;
            // Nothing was spent on it now.
            cached.cost_micros = Some(0);
            self.answer(question, Answer::unasked(cached), permit)
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
        let attempt = Box::new(attempt_row(&exchange, started_ms));
        let mut reply = match &exchange.outcome {
            Ok(reply) => reply.clone(),
            Err(failure) => {
                self.settle_tokens(reserved, &tribunal_model::Usage::default());
                return self
                    .after_failure(model, question, failure, attempt, failures, permit)
                    .await;
            }
        };
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
        talk.spend(&reply.usage, micro_usd);
        if let Some(wanted) = talk.wanted(model, &exchange, &reply) {
            let asked = question.asked.clone();
            self.writer
                .send(Message::Attempt { asked, attempt }, None)?;
            *failures = 0;
            return self
                .run_programs(model, talk, question, wanted, permit)
                .await;
        }
        let (usage, micro_usd) = talk.spent();
        reply.usage = usage;
        let response = response_row(reply, Source::Live, micro_usd);
        let latency = Some(exchange.total);
        let answer = Answer {
            attempt: Some(attempt),
            response,
            cache: talk.key.take(),
            latency,
        };
        self.answer(question, answer, permit).await?;
        Ok(Step::Done)
    }

    /// Runs what the model calls for, on another thread, and goes on with the conversation.
    async fn run_programs<'a>(
        &'a self,
        model: &ModelPlayer,
        talk: &mut Talk,
        question: &Question,
        wanted: Wanted,
        permit: Permit<'a>,
    ) -> Result<Step<'a>, RunError> {
        if !talk.runs_programs() {
            talk.go_on(model, wanted, None);
            return Ok(Step::Again(Duration::ZERO, Some(permit)));
        }
        let Some(interpreter) = self.interpreter.clone() else {
            let message = "the model called a tool, and no interpreter was given to run it";
            self.give_up(question, "tool", message)?;
            return Ok(Step::Done);
        };
        let programs = wanted.programs.clone();
        let work = tokio::task::spawn_blocking(move || {
            let run = |program: Result<String, &str>| match program {
                Ok(code) => interpreter.run(&code),
                // The model is told what is wrong with its call, and may call again.
                Err(why) => Ok(format!("error: {why}")),
            };
            programs.into_iter().map(run).collect::<Result<Vec<_>, _>>()
        });
        let outputs = work
            .await
            .unwrap_or_else(|error| Err(format!("the interpreter failed: {error}")));
        match outputs {
            Ok(outputs) => {
                talk.go_on(model, wanted, Some(outputs));
                Ok(Step::Again(Duration::ZERO, Some(permit)))
            }
            Err(why) => {
                self.give_up(question, "tool", &why)?;
                Ok(Step::Done)
            }
        }
    }

    async fn after_failure<'a>(
        &'a self,
        model: &ModelPlayer,
        question: &Question,
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
            let mut answer = Answer::unasked(response_row(refusal, Source::Live, None));
            answer.attempt = Some(attempt);
            self.answer(question, answer, permit).await?;
            return Ok(Step::Done);
        }
        let asked = question.asked.clone();
        self.writer
            .send(Message::Attempt { asked, attempt }, None)?;
        let refused = matches!(failure.class, Class::UnsupportedParameter { .. });
        if refused && model.client.learn(failure) {
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
            self.give_up(question, failure.class.code(), &failure.message)?;
            return Ok(Step::Done);
        }
        *failures += 1;
        self.limiter.record(match failure.class {
            Class::RateLimited | Class::Overloaded | Class::Timeout(_) => Signal::Overload,
            _ => Signal::Neutral,
        });
        self.note_load();
        let unreachable = failure.class == Class::Network && self.answered.get() == 0;
        if unreachable && *failures >= PROBE_FAILURES {
            self.finish(End::Doomed(failure.message.clone()));
            return Ok(Step::Done);
        }
        match self.retry.next(
            *failures,
            failure.retry_after,
            &mut self.jitter.borrow_mut(),
        ) {
            Next::Wait(wait) => {
                self.emit(&Event::Retrying {
                    ordinal: question.ordinal(),
                    repeat: question.repeat(),
                    attempt: *failures,
                    class: failure.class.code().to_owned(),
                    message: failure.message.clone(),
                    wait_ms: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                });
                Ok(Step::Again(
                    wait,
                    self.limiter.is_probing().then_some(permit),
                ))
            }
            Next::GiveUp => {
                let message = format!("{} (attempt {failures} of {failures})", failure.message);
                // As long as nothing has been answered the fault is not the item's, and it stays
                // open for the run that continues this one.
                if self.answered.get() == 0 {
                    self.finish(End::Doomed(message));
                    return Ok(Step::Done);
                }
                self.give_up(question, failure.class.code(), &message)?;
                self.given_up.set(self.given_up.get() + 1);
                if self.given_up.get() >= GIVEN_UP_IN_A_ROW {
                    self.finish(End::Doomed(message));
                }
                Ok(Step::Done)
            }
            // A quota that is back in an hour or tomorrow: everyone would wait as long, and the
            // question stays open for the run that continues this one.
            Next::TooLong(wish) => {
                self.finish(End::Doomed(format!(
                    "{}; the server asks to wait {} s, longer than --max-wait: continue the run \
                     then",
                    failure.message,
                    wish.as_secs()
                )));
                Ok(Step::Done)
            }
        }
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
