//! From what the plan and the model client give to what the store takes.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tribunal_model::{Exchange, Finish, Reply};
use tribunal_plan::{Plan, Planned};
use tribunal_store::{Asked, AttemptRow, ItemRow, ResponseRow, RunId, Slot, Source, Usage};

/// The question that `run` asks with `planned` on its repeat number `repeat`, as the store takes
/// it.
pub(crate) fn asked(plan: &Plan, planned: &Planned, run: RunId, repeat: u32) -> Asked {
    let cell = &plan.cells()[planned.slot.cell];
    let (generator, item) = (&cell.generator, &planned.item);
    Asked {
        slot: Slot {
            run,
            // The session refused plans whose ordinals don't fit.
            ordinal: planned.slot.ordinal as u32,
            repeat,
        },
        item: Arc::new(ItemRow {
            digest: item.digest.0,
            task: generator.task().name.to_owned(),
            variation: generator.variation().name.to_owned(),
            params: generator.params().canonical(),
            seed: plan.options().seed.clone(),
            index: item.index,
            generator_version: generator.task().version.to_string(),
            cluster: item.cluster.clone().unwrap_or_else(|| cell.label.clone()),
            vars: json(&item.vars),
            check: json(&item.check),
            system: plan.suite().system.clone(),
            prompt: planned.prompt.clone(),
        }),
        stratum: cell.label.clone(),
        weight: cell.weight,
    }
}

/// Tokens read and written together; `None` when the server counted neither.
pub(crate) fn tokens(usage: &tribunal_model::Usage) -> Option<u64> {
    match (usage.input, usage.output) {
        (None, None) => None,
        (input, output) => Some(input.unwrap_or(0).saturating_add(output.unwrap_or(0))),
    }
}

pub(crate) fn json(value: &impl serde::Serialize) -> String {
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

pub(crate) fn text_reply(text: String) -> Reply {
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

pub(crate) fn response_row(reply: Reply, source: Source, cost_micros: Option<u64>) -> ResponseRow {
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

pub(crate) fn attempt_row(exchange: &Exchange, started_ms: i64) -> AttemptRow {
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
