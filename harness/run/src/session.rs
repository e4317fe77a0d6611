//! One process's share of a run, from begin or resume to its end.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::task::LocalSet;
use tokio_util::sync::CancellationToken;
use tribunal_model::ADAPTER_VERSION;
use tribunal_plan::{Plan, Reading};
use tribunal_store::{
    Headline, Progress, Reader, RunId, RunLock, RunSpec, RunState, RunUpdate, Settled, SlotState,
    Store, Writer, WriterOptions, WriterStats,
};
use tribunal_verifiers::{Court, Interpreter};

use crate::budget::{Budget, Limits, Spent};
use crate::event::Event;
use crate::lane::{Job, Listener, Shared};
use crate::limit::Limiter;
use crate::player::Player;
use crate::retry::{Jitter, RetryPolicy};
use crate::rows::unix_ms;
use crate::shard::Shard;
use crate::{RunError, bucket, judge, rescore};

/// What is chosen about how a run is carried out. None of it changes what is asked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The most requests in flight.
    pub concurrency: usize,
    /// Requests a minute.
    pub rpm: Option<u64>,
    /// Tokens a minute.
    pub tpm: Option<u64>,
    /// When to ask again.
    pub retry: RetryPolicy,
    /// When to stop spending.
    pub budget: Limits,
    /// Whether to answer from, and add to, the response cache.
    pub cache: bool,
    /// Another run of the same plan against the same model than this many before.
    pub again: u32,
    /// Ask only the items before this place in the plan's order for now; the run stays open.
    pub until: Option<u64>,
    /// Ask only this share of the items; other processes ask the others, into other stores.
    pub shard: Option<Shard>,
    /// What judges answers that have to be run.
    pub court: Arc<dyn Court>,
    /// What runs the programs that a model calls for; needed where the plan offers a tool.
    pub interpreter: Option<Arc<dyn Interpreter>>,
    /// The program's version, for provenance.
    pub harness_version: String,
}

/// Why a session ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Every question is settled.
    Complete,
    /// The user stopped it.
    Interrupted,
    /// The budget is spent.
    Budget,
    /// Everything that this session was to ask is settled: what is before [`Settings::until`] and
    /// in [`Settings::shard`].
    Paused,
    /// Going on could not succeed; the message says what to change.
    Doomed(String),
}

/// What a session did.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The run.
    pub run: RunId,
    /// Why the session ended.
    pub end: End,
    /// Answers the plan asks for: items × repeats; those of its share for a shard.
    pub planned: u64,
    /// Answers of this session.
    pub answered: u64,
    /// Questions this session gave up.
    pub failed: u64,
    /// Questions settled before it.
    pub settled_before: u64,
    /// From the first item to the last commit.
    pub elapsed: Duration,
    /// What was written.
    pub written: WriterStats,
}

/// A run that is ready to be carried out by this process.
#[derive(Debug)]
pub struct Session {
    plan: Arc<Plan>,
    player: Arc<Player>,
    settings: Settings,
    store: PathBuf,
    writer: Writer,
    run: RunId,
    progress: Progress,
    spent: Spent,
    _lock: RunLock,
}

/// The uid of a run: what is asked, of whom, and which time.
pub fn run_uid(plan: &Plan, player: &Player, again: u32) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("tribunal 2026-11 run uid");
    for part in [plan.digest(), &player.label(), &player.identity()] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.update(&again.to_le_bytes());
    hasher.finalize().to_hex()[..16].to_owned()
}

impl Session {
    /// Begins the run of `plan` against `player` in the store at `store`, or resumes the one
    /// begun before. Answers that an earlier process stored without judging are judged now.
    ///
    /// # Errors
    /// [`RunError`] when the store can't be used, another process carries the run out, or the
    /// settings contradict each other.
    pub fn open(
        store: &Path,
        plan: Arc<Plan>,
        player: impl Into<Arc<Player>>,
        settings: Settings,
    ) -> Result<Self, RunError> {
        let player = player.into();
        let max = u64::from(u32::MAX) / u64::from(plan.options().repeats);
        if plan.len() > max {
            return Err(RunError::TooLarge {
                items: plan.len(),
                max,
            });
        }
        if settings.budget.micro_usd.is_some() && !player.has_price() {
            return Err(RunError::NoPrice {
                model: player.label(),
            });
        }
        let options = WriterOptions {
            // Each request in flight has at most an attempt, an answer and a verdict waiting, so
            // the runner's thread never blocks on a full queue.
            queue: 4 * settings.concurrency + 1024,
            // A place in flight is held until the answer is committed: what is won by larger
            // batches is lost by waiting for them.
            spacing: Duration::from_micros(200),
            ..WriterOptions::default()
        };
        let writer = Writer::start(Store::open_or_create(store)?, options)?;
        let spec = run_spec(&plan, &player, &settings);
        let (run, _) = writer.begin_run(spec, unix_ms())?;
        let lock = RunLock::acquire(store, run)?;
        let update = RunUpdate {
            at_ms: unix_ms(),
            state: Some(RunState::Running),
            ..RunUpdate::default()
        };
        writer.call(tribunal_store::Message::UpdateRun { run, update })?;
        let reader = Reader::open(store)?;
        rescore::judge_missing(&reader, &writer.handle(), run, &*settings.court)?;
        let progress = reader.progress(run)?;
        let spent = match settings.budget {
            Limits {
                micro_usd: None,
                tokens: None,
            } => Spent::default(),
            _ => spent(&reader, run)?,
        };
        let store = store.to_path_buf();
        Ok(Self {
            plan,
            player,
            settings,
            store,
            writer,
            run,
            progress,
            spent,
            _lock: lock,
        })
    }

    /// The run's number in its store.
    pub fn run(&self) -> RunId {
        self.run
    }

    /// Answers the plan asks for: items × repeats; those of its share for a shard.
    pub fn planned(&self) -> u64 {
        let items = self.plan.len();
        let items = self
            .settings
            .shard
            .map_or(items, |shard| shard.count(items));
        items * u64::from(self.plan.options().repeats)
    }

    /// Asks whatever is open, tells `events` about it, and ends when nothing is left, the budget
    /// is spent, the run is doomed, or the user interrupts: the first Ctrl-C (or SIGTERM) lets
    /// what is in flight finish, the second ends that, too. Blocks the calling thread.
    ///
    /// # Errors
    /// [`RunError`] when the store fails or an item can't be made.
    pub fn carry_out(self, events: impl FnMut(&Event) + 'static) -> Result<Summary, RunError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| tribunal_store::StoreError::Io {
                path: self.store.clone(),
                detail: format!("the system gives no event loop: {error}"),
            })?;
        LocalSet::new().block_on(&runtime, self.conduct(Box::new(events)))
    }

    async fn conduct(self, mut events: Listener) -> Result<Summary, RunError> {
        let planned = self.planned();
        let Self {
            plan,
            player,
            settings,
            store,
            writer,
            run,
            progress,
            spent,
            _lock,
        } = self;
        let share = Share {
            until: settings.until.unwrap_or(plan.len()).min(plan.len()),
            shard: settings.shard,
            repeats: plan.options().repeats,
        };
        let settled_before = match settings.shard {
            None => progress.settled(),
            Some(_) => share.jobs().filter(|job| !is_open(&progress, *job)).count() as u64,
        };
        events(&Event::Started {
            planned,
            settled: settled_before,
        });
        let started = Instant::now();
        let all = progress.settled() == 0;
        let whole = share.until == plan.len() && share.shard.is_none_or(|shard| shard.of() == 1);
        let paused = if whole { End::Complete } else { End::Paused };
        let jobs: Box<dyn Iterator<Item = Job>> = if all {
            Box::new(share.jobs())
        } else {
            Box::new(share.jobs().filter(move |job| is_open(&progress, *job)))
        };
        let probe = matches!(*player, Player::Model(_));
        let limiter = Limiter::new(settings.concurrency, probe);
        let (cache, sampling) = (
            settings.cache.then(|| Reader::open(&store)).transpose()?,
            player.sampling(),
        );
        let shared = Rc::new(Shared {
            sampling: plan.sampling().clone().or(&sampling),
            run,
            writer: writer.handle(),
            cache,
            jobs: RefCell::new(jobs),
            last_limit: Cell::new(limiter.load().1),
            limiter,
            rpm: settings.rpm.map(bucket::Bucket::per_minute),
            tpm: settings.tpm.map(bucket::Bucket::per_minute),
            retry: settings.retry,
            jitter: RefCell::new(Jitter::new(run.0.unsigned_abs())),
            budget: Budget::new(settings.budget, spent),
            landed: Notify::new(),
            events: RefCell::new(events),
            drain: CancellationToken::new(),
            abort: CancellationToken::new(),
            end: RefCell::new(None),
            error: RefCell::new(None),
            court: settings.court,
            interpreter: settings.interpreter,
            answered: Cell::new(0),
            failed: Cell::new(0),
            given_up: Cell::new(0),
            sampling_sent: Cell::new(false),
            plan,
            player,
        });
        let interrupts = tokio::task::spawn_local(watch_interrupts(Rc::clone(&shared)));
        let lanes = settings
            .concurrency
            .min(usize::try_from(planned).unwrap_or(usize::MAX))
            .max(1);
        let handles: Vec<_> = (0..lanes)
            .map(|_| {
                let shared = Rc::clone(&shared);
                tokio::task::spawn_local(async move { shared.lane().await })
            })
            .collect();
        for handle in handles {
            if let Err(error) = handle.await
                && error.is_panic()
            {
                std::panic::resume_unwind(error.into_panic());
            }
        }
        interrupts.abort();
        if let Some(error) = shared.error.borrow_mut().take() {
            return Err(error);
        }
        let end = shared.end.borrow_mut().take().unwrap_or(paused);
        let state = match end {
            End::Complete => RunState::Complete,
            End::Budget => RunState::Budget,
            End::Interrupted | End::Paused | End::Doomed(_) => RunState::Interrupted,
        };
        let update = RunUpdate {
            at_ms: unix_ms(),
            state: Some(state),
            ..RunUpdate::default()
        };
        writer.call(tribunal_store::Message::UpdateRun { run, update })?;
        let written = writer.finish()?;
        Ok(Summary {
            run,
            end,
            planned,
            answered: shared.answered.get(),
            failed: shared.failed.get(),
            settled_before,
            elapsed: started.elapsed(),
            written,
        })
    }
}

/// What a session is to ask.
#[derive(Clone, Copy)]
struct Share {
    until: u64,
    shard: Option<Shard>,
    repeats: u32,
}

impl Share {
    /// Its questions in the plan's order, each item's repeats together.
    fn jobs(self) -> impl Iterator<Item = Job> {
        (0..self.until)
            .filter(move |ordinal| self.shard.is_none_or(|shard| shard.takes(*ordinal)))
            .flat_map(move |ordinal| (0..self.repeats).map(move |repeat| Job { ordinal, repeat }))
    }
}

fn is_open(progress: &Progress, job: Job) -> bool {
    progress.state(job.ordinal as u32, job.repeat) == SlotState::Open
}

async fn watch_interrupts(shared: Rc<Shared>) {
    interrupt().await;
    shared.finish(End::Interrupted);
    interrupt().await;
    shared.abort.cancel();
}

/// Waits for Ctrl-C, or where there is one for SIGTERM, which schedulers send.
async fn interrupt() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                result = tokio::signal::ctrl_c() => if result.is_ok() { return },
                _ = terminate.recv() => return,
            }
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a handler the system ends the process, which a run survives as well.
        std::future::pending::<()>().await;
    }
}

fn run_spec(plan: &Plan, player: &Player, settings: &Settings) -> RunSpec {
    let suite = plan.suite();
    let asked = serde_json::to_string(plan.sampling())
        .unwrap_or_else(|error| unreachable!("plain data always serialises: {error}"));
    RunSpec {
        uid: run_uid(plan, player, settings.again),
        suite: suite.name.clone(),
        suite_version: suite.version.to_string(),
        suite_digest: plan.suite_digest().to_owned(),
        plan_digest: plan.digest().to_owned(),
        plan_json: plan.to_json(),
        seed: plan.options().seed.clone(),
        seed_commitment: Some(tribunal_generators::seed::commitment(&plan.options().seed)),
        mode: plan.mode(),
        model: player.label(),
        provider: player.provider().to_owned(),
        model_identity: player.identity(),
        sampling_asked: asked,
        sampling_sent: "{}".to_owned(),
        repeats: plan.options().repeats,
        extraction: judge::judge_version(),
        headline: match suite.reading {
            Reading::Strict => Headline::Strict,
            Reading::Lenient => Headline::Lenient,
        },
        harness_version: settings.harness_version.clone(),
        adapter_version: ADAPTER_VERSION.to_string(),
        prompt_set_digest: plan.prompt_set().1,
        planned_items: plan.len(),
        note: None,
    }
}

/// What earlier sessions of the run have spent.
fn spent(reader: &Reader, run: RunId) -> Result<Spent, RunError> {
    let budget = Budget::new(Limits::default(), Spent::default());
    reader.for_each_scored(run, |row| -> Result<(), RunError> {
        if let Settled::Answered(answer) = row.settled {
            let usage = answer.usage;
            let tokens = usage.input.unwrap_or(0) + usage.output.unwrap_or(0);
            budget.add(answer.cost_micros, Some(tokens));
        }
        Ok(())
    })?;
    Ok(budget.spent())
}
