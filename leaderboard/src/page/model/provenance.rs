//! Where a result comes from: the run, its settings, its versions, its digests.

use serde::Serialize;
use serde_json::Value;
use tribunal_report::ReportedModel;

use crate::board::{Board, Outcome};

/// Everything that a doubter asks for.
#[derive(Debug, Serialize)]
pub(super) struct Provenance {
    run: String,
    number: i64,
    store: String,
    state: &'static str,
    planned_items: u64,
    ended: u64,
    missing: u64,
    seed: String,
    seed_commitment: Option<String>,
    plan_digest: String,
    results_digest: String,
    store_digest: String,
    harness_version: String,
    adapter_version: String,
    extraction: String,
    judge_versions: Vec<String>,
    repeats: u32,
    reading: &'static str,
    sampling_asked: Value,
    sampling_sent: Value,
    model_identity: Value,
    reported_models: Vec<ReportedModel>,
    started_ms: i64,
    updated_ms: i64,
    finished_ms: Option<i64>,
    note: Option<String>,
}

impl Provenance {
    pub(super) fn new(board: &Board, outcome: &Outcome) -> Self {
        let (report, store) = (&outcome.report, &board.stores[outcome.store]);
        let info = &report.run;
        Self {
            run: info.uid.clone(),
            number: info.id,
            store: store.name.clone(),
            state: info.state,
            planned_items: report.coverage.planned_items,
            ended: report.coverage.ended,
            missing: report.coverage.missing,
            seed: info.seed.clone(),
            seed_commitment: info.seed_commitment.clone(),
            plan_digest: info.plan_digest.clone(),
            results_digest: outcome.digest.clone(),
            store_digest: store.digest.clone(),
            harness_version: info.harness_version.clone(),
            adapter_version: info.adapter_version.clone(),
            extraction: info.extraction.clone(),
            judge_versions: info.judge_versions.clone(),
            repeats: info.repeats,
            reading: info.reading,
            sampling_asked: info.sampling_asked.clone(),
            sampling_sent: info.sampling_sent.clone(),
            model_identity: info.model_identity.clone(),
            reported_models: report.reported_models.clone(),
            started_ms: info.started_ms,
            updated_ms: info.updated_ms,
            finished_ms: info.finished_ms,
            note: info.note.clone(),
        }
    }
}
