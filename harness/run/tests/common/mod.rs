//! A run against the mock server, in a store of its own.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tribunal_mock::MockServer;
use tribunal_model::{Client, ModelSpec, Sampling, Timeouts, resolve};
use tribunal_plan::{Plan, PlanOptions, Suite};
use tribunal_run::player::ModelPlayer;
use tribunal_run::retry::RetryPolicy;
use tribunal_run::{Event, Player, RunError, Session, Settings, Summary};
use tribunal_store::{Outcome, Reader, RunId, StoreError};

/// A store, and how to run into it.
pub(crate) struct Bench {
    _folder: TempDir,
    pub(crate) store: PathBuf,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = folder.path().join("t.db");
        Self {
            _folder: folder,
            store,
        }
    }

    pub(crate) fn run(&self, plan: &Arc<Plan>, player: Player, settings: Settings) -> Outcomes {
        self.try_run(plan, player, settings)
            .expect("the run is carried out")
    }

    pub(crate) fn try_run(
        &self,
        plan: &Arc<Plan>,
        player: Player,
        settings: Settings,
    ) -> Result<Outcomes, RunError> {
        let session = Session::open(&self.store, Arc::clone(plan), player, settings)?;
        let events = Rc::new(RefCell::new(Vec::new()));
        let sink = Rc::clone(&events);
        let summary = session.carry_out(move |event| sink.borrow_mut().push(event.clone()))?;
        Ok(Outcomes {
            summary,
            events: events.take(),
        })
    }

    pub(crate) fn reader(&self) -> Reader {
        Reader::open(&self.store).expect("the store opens")
    }

    /// (task, ordinal, repeat, lenient outcome) of everything settled, in order.
    pub(crate) fn outcomes(&self, run: RunId) -> Vec<(u32, u32, Option<Outcome>)> {
        let reader = self.reader();
        let headline = reader
            .run(&run.0.to_string())
            .expect("the run is there")
            .spec
            .headline;
        let mut rows = Vec::new();
        reader
            .for_each_scored(run, |row| -> Result<(), StoreError> {
                rows.push((row.ordinal, row.repeat, row.outcome(headline)));
                Ok(())
            })
            .expect("the store is read");
        rows
    }
}

pub(crate) struct Outcomes {
    pub(crate) summary: Summary,
    pub(crate) events: Vec<Event>,
}

/// The first `items` items of a suite over all easy tasks.
pub(crate) fn plan(items: u64) -> Arc<Plan> {
    plan_with(items, 1, "beyondbench.easy.*")
}

pub(crate) fn plan_with(items: u64, repeats: u32, tasks: &str) -> Arc<Plan> {
    let options = PlanOptions {
        asking: tribunal_plan::Asking::default(),
        seed: "tests".to_owned(),
        limit: Some(items),
        repeats,
        sampling: Sampling {
            max_tokens: Some(512),
            ..Sampling::default()
        },
    };
    Arc::new(Plan::new(Suite::of_tasks(tasks, 1_000), options).expect("a valid plan"))
}

pub(crate) fn model(server: &MockServer) -> Player {
    model_named(server, "openai/mock-model", Timeouts::default())
}

pub(crate) fn model_named(server: &MockServer, name: &str, timeouts: Timeouts) -> Player {
    let base = format!("{}/v1", server.url());
    let spec = resolve(name, Some(&base), None).expect("a valid model");
    player(spec, timeouts)
}

pub(crate) fn player(spec: ModelSpec, timeouts: Timeouts) -> Player {
    let client = Client::with_environment(&spec, timeouts, |_| Some("sk-test-key".to_owned()))
        .expect("a client");
    Player::Model(Box::new(ModelPlayer { client, spec }))
}

pub(crate) fn settings() -> Settings {
    Settings {
        concurrency: 32,
        rpm: None,
        tpm: None,
        retry: RetryPolicy {
            first_wait: Duration::from_millis(2),
            ..RetryPolicy::default()
        },
        budget: Default::default(),
        cache: false,
        again: 0,
        until: None,
        shard: None,
        court: Arc::new(tribunal_verifiers::NoCourt),
        interpreter: None,
        harness_version: "test".to_owned(),
    }
}
