//! Rows of one question, unpacked.

use rusqlite::{Connection, Row, params};

use crate::pack::Unpacked;
use crate::rows::{
    AttemptRow, FailureRow, ItemRow, Judgement, ResponseId, ResponseRow, Slot, Standing, Usage,
    VerdictRow, count,
};

use super::story::{StoredAttempt, StoredFailure, StoredResponse};

/// A packed column as text.
pub(super) fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<String> {
    row.get::<_, Unpacked>(at)?.into_text()
}

/// A packed column as text, where there is one.
pub(super) fn optional_text(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<String>> {
    row.get::<_, Option<Unpacked>>(at)?
        .map(Unpacked::into_text)
        .transpose()
}

/// A count, where there is one.
pub(super) fn optional_count(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<u64>> {
    Ok(row.get::<_, Option<i64>>(at)?.map(count))
}

/// The item of this row number.
pub(crate) fn item_by_id(conn: &Connection, id: i64) -> rusqlite::Result<ItemRow> {
    conn.prepare_cached(
        "SELECT digest, task, variation, params, seed, idx, generator_version, cluster, vars, \
         \"check\", system, prompt FROM item WHERE id = ?1",
    )?
    .query_row([id], |row| {
        Ok(ItemRow {
            digest: row.get(0)?,
            task: row.get(1)?,
            variation: row.get(2)?,
            params: row.get(3)?,
            seed: row.get(4)?,
            index: count(row.get(5)?),
            generator_version: row.get(6)?,
            cluster: row.get(7)?,
            vars: text(row, 8)?,
            check: text(row, 9)?,
            system: optional_text(row, 10)?,
            prompt: text(row, 11)?,
        })
    })
}

/// Every attempt of a question in order, each with its row number.
pub(crate) fn attempts(
    conn: &Connection,
    slot: Slot,
) -> rusqlite::Result<Vec<(i64, StoredAttempt)>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, number, started_ms, class, status, first_byte_us, total_us, capped, url, \
         message, headers, request, reply FROM attempt \
         WHERE run = ?1 AND ordinal = ?2 AND repeat = ?3 ORDER BY number",
    )?;
    let mut rows = statement.query(params![slot.run.0, slot.ordinal, slot.repeat])?;
    let mut found: Vec<(i64, StoredAttempt)> = Vec::new();
    while let Some(row) = rows.next()? {
        let request = match row.get::<_, Option<Unpacked>>(11)? {
            Some(request) => request.0,
            None => found
                .last()
                .map(|(_, before)| before.row.request.clone())
                .unwrap_or_default(),
        };
        let attempt = AttemptRow {
            started_ms: row.get(2)?,
            class: row.get(3)?,
            status: row.get(4)?,
            first_byte_us: optional_count(row, 5)?,
            total_us: count(row.get(6)?),
            capped: row.get(7)?,
            url: row.get(8)?,
            message: row.get(9)?,
            headers: row.get(10)?,
            request,
            reply: row.get::<_, Unpacked>(12)?.0,
        };
        found.push((
            row.get(0)?,
            StoredAttempt {
                number: row.get(1)?,
                row: attempt,
            },
        ));
    }
    Ok(found)
}

const RESPONSE: &str = "SELECT response.id, retired, response.attempt, answered_ms, source, finish, \
    model, fingerprint, input_tokens, output_tokens, reasoning_tokens, cached_tokens, cost_micros, \
    text, reasoning, judge_version, strict_outcome, strict_score, strict_answer, strict_evidence, \
    lenient_outcome, lenient_score, lenient_answer, lenient_evidence \
    FROM response LEFT JOIN verdict ON verdict.response = response.id";

fn response(row: &Row<'_>) -> rusqlite::Result<ResponseRow> {
    Ok(ResponseRow {
        answered_ms: row.get(3)?,
        source: row.get(4)?,
        finish: row.get(5)?,
        model: row.get(6)?,
        fingerprint: row.get(7)?,
        usage: Usage {
            input: optional_count(row, 8)?,
            output: optional_count(row, 9)?,
            reasoning: optional_count(row, 10)?,
            cached: optional_count(row, 11)?,
        },
        cost_micros: optional_count(row, 12)?,
        text: text(row, 13)?,
        reasoning: optional_text(row, 14)?,
    })
}

/// The verdict whose nine columns begin at `at`: judge version, then outcome, score,
/// answer and evidence of each reading.
pub(super) fn verdict(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<VerdictRow>> {
    let Some(judge_version) = row.get(at)? else {
        return Ok(None);
    };
    let reading = |at: usize| -> rusqlite::Result<Judgement> {
        Ok(Judgement {
            outcome: row.get(at)?,
            score: row.get(at + 1)?,
            answer: row.get(at + 2)?,
            evidence: optional_text(row, at + 3)?,
        })
    };
    Ok(Some(VerdictRow {
        judge_version,
        strict: reading(at + 1)?,
        lenient: reading(at + 5)?,
    }))
}

pub(crate) fn response_by_id(conn: &Connection, id: ResponseId) -> rusqlite::Result<ResponseRow> {
    conn.prepare_cached(&format!("{RESPONSE} WHERE response.id = ?1"))?
        .query_row([id.0], response)
}

/// Every response of a question, the standing one last, each with the row number of its
/// attempt.
pub(crate) fn responses(
    conn: &Connection,
    slot: Slot,
) -> rusqlite::Result<Vec<(Option<i64>, StoredResponse)>> {
    // Two indexes cover the slot, one for what stands and one for what does not.
    let mut found = Vec::new();
    for retired in ["<> 0", "= 0"] {
        let mut statement = conn.prepare_cached(&format!(
            "{RESPONSE} WHERE run = ?1 AND ordinal = ?2 AND repeat = ?3 AND retired {retired} \
             ORDER BY response.id"
        ))?;
        let rows = statement.query_map(params![slot.run.0, slot.ordinal, slot.repeat], |row| {
            Ok((
                row.get(2)?,
                StoredResponse {
                    id: ResponseId(row.get(0)?),
                    standing: row.get::<_, Standing>(1)?,
                    attempt: None,
                    row: response(row)?,
                    verdict: verdict(row, 15)?,
                },
            ))
        })?;
        for row in rows {
            found.push(row?);
        }
    }
    Ok(found)
}

/// Every failure of a question, the standing one last, each with its row number.
pub(crate) fn failures(
    conn: &Connection,
    slot: Slot,
) -> rusqlite::Result<Vec<(i64, StoredFailure)>> {
    let mut found = Vec::new();
    for retired in ["<> 0", "= 0"] {
        let mut statement = conn.prepare_cached(&format!(
            "SELECT id, retired, failed_ms, class, message FROM failure \
             WHERE run = ?1 AND ordinal = ?2 AND repeat = ?3 AND retired {retired} ORDER BY id"
        ))?;
        let rows = statement.query_map(params![slot.run.0, slot.ordinal, slot.repeat], |row| {
            Ok((
                row.get(0)?,
                StoredFailure {
                    standing: row.get(1)?,
                    row: FailureRow {
                        failed_ms: row.get(2)?,
                        class: row.get(3)?,
                        message: row.get(4)?,
                    },
                },
            ))
        })?;
        for row in rows {
            found.push(row?);
        }
    }
    Ok(found)
}
