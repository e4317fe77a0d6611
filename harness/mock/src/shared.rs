//! The state all connections share: counts, the order of events, rendered replies.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::config::Config;
use crate::dialect::{Exchange, Shape, reasoning_of};
use crate::fault::{Fault, Schedule};
use crate::reply::{Completion, Reply};
use crate::request::ItemKey;
use crate::stats::Stats;
use crate::wire::Rendered;

/// Rendered replies that are kept; more models than this render anew each time.
const KEPT: usize = 64;

/// The state of one server.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) config: Config,
    arrivals: AtomicU64,
    stats: Mutex<Stats>,
    order: Mutex<Order>,
    kept: Mutex<Vec<Kept>>,
}

#[derive(Debug)]
struct Kept {
    shape: Shape,
    model: String,
    rendered: Arc<Rendered>,
}

/// What depends on how many requests came before.
#[derive(Debug)]
struct Order {
    next: u64,
    schedule: Schedule,
    /// For each needle of the script, how many of its replies are used up.
    used: Vec<usize>,
}

/// A panic elsewhere (in an answer function) leaves counts that are still whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn new(config: Config) -> Self {
        let order = Order {
            next: 0,
            schedule: Schedule::new(&config.faults, config.seed),
            used: vec![0; config.script.by_text.len()],
        };
        Self {
            config,
            arrivals: AtomicU64::new(0),
            stats: Mutex::new(Stats::default()),
            order: Mutex::new(order),
            kept: Mutex::new(Vec::new()),
        }
    }

    pub(crate) fn arrival(&self) -> u64 {
        self.arrivals.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn stats(&self) -> MutexGuard<'_, Stats> {
        lock(&self.stats)
    }

    /// The number of a request that was let in, and what script or fault table give it.
    pub(crate) fn turn(&self, prompt: &str) -> (u64, Option<Reply>) {
        let script = &self.config.script;
        let mut order = lock(&self.order);
        let number = order.next;
        order.next += 1;
        let fault = order.schedule.next();
        if let Some((_, reply)) = script.by_number.iter().find(|(at, _)| *at == number) {
            return (number, Some(reply.clone()));
        }
        for ((needle, replies), used) in script.by_text.iter().zip(&mut order.used) {
            if *used < replies.len() && prompt.contains(needle.as_str()) {
                let reply = replies[*used].clone();
                *used += 1;
                return (number, Some(reply));
            }
        }
        (number, fault.map(Reply::Fault))
    }

    /// The reply in the shape asked for.
    pub(crate) fn render(&self, shape: Shape, model: &str, completion: &Completion) -> Rendered {
        self.exchange(shape, model, completion, |exchange| {
            if shape.stream {
                Rendered::stream(shape.dialect.events(exchange))
            } else {
                Rendered::whole(&shape.dialect.whole(exchange))
            }
        })
    }

    /// Fills a completion up from the configuration and hands it on.
    pub(crate) fn exchange<T>(
        &self,
        shape: Shape,
        model: &str,
        completion: &Completion,
        use_it: impl FnOnce(&Exchange<'_>) -> T,
    ) -> T {
        // A huge text in deltas of a few characters would be a stream of a hundred megabytes.
        let delta = self.config.delta_chars.max(completion.text.len() / 1_000);
        use_it(&Exchange {
            shape,
            model,
            text: &completion.text,
            reasoning: reasoning_of(completion, self.config.reasoning.as_deref()),
            reasoning_field: self.config.reasoning_field,
            finish: completion.finish,
            usage: completion.usage.unwrap_or(self.config.usage),
            delta,
            now: SystemTime::now(),
        })
    }

    /// The one reply of a fixed answer, rendered the first time it is wanted.
    pub(crate) fn kept(&self, shape: Shape, model: &str, fixed: &Completion) -> Arc<Rendered> {
        let mut kept = lock(&self.kept);
        if let Some(found) = kept
            .iter()
            .find(|known| known.shape == shape && known.model == model)
        {
            return Arc::clone(&found.rendered);
        }
        let rendered = Arc::new(self.render(shape, model, fixed));
        if kept.len() < KEPT {
            kept.push(Kept {
                shape,
                model: model.to_owned(),
                rendered: Arc::clone(&rendered),
            });
        }
        rendered
    }
}

/// One request from its arrival to the end of its reply.
#[derive(Debug)]
pub(crate) struct Visit {
    shared: Arc<Shared>,
    /// Model requests count as in flight; lists and statistics don't.
    counts: bool,
    key: Option<ItemKey>,
    answers: bool,
    complete: bool,
}

impl Visit {
    pub(crate) fn begin(shared: &Arc<Shared>, route: &'static str, counts: bool) -> Self {
        {
            let mut stats = shared.stats();
            stats.requests += 1;
            *stats.by_route.entry(route).or_default() += 1;
            if counts {
                stats.in_flight += 1;
                stats.max_in_flight = stats.max_in_flight.max(stats.in_flight);
            }
        }
        Self {
            shared: Arc::clone(shared),
            counts,
            key: None,
            answers: false,
            complete: false,
        }
    }

    pub(crate) fn refused(&self) {
        self.shared.stats().refused += 1;
    }

    /// The request was let in; `key` names its item when items are counted.
    pub(crate) fn let_in(&mut self, key: Option<ItemKey>, fault: Option<Fault>) {
        self.key = key;
        let mut stats = self.shared.stats();
        stats.numbered += 1;
        if let Some(fault) = fault {
            *stats.by_fault.entry(fault.name()).or_default() += 1;
        }
        if let Some(key) = key {
            stats.items.entry(key).or_default().asked += 1;
        }
    }

    /// The reply, once complete, is an answer.
    pub(crate) const fn will_answer(&mut self) {
        self.answers = true;
    }

    /// The last byte of the reply was handed over.
    pub(crate) const fn complete(&mut self) {
        self.complete = true;
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        if !self.counts {
            return;
        }
        let mut stats = self.shared.stats();
        stats.in_flight -= 1;
        if self.answers && self.complete {
            stats.answered += 1;
            if let Some(key) = self.key {
                stats.items.entry(key).or_default().answered += 1;
            }
        }
    }
}
