//! Translated cyclers, by records: whenever the head reaches a cell farther out than ever, all beyond
//! is empty, so that only the cells behind it have to be compared with those at an earlier record in
//! the same state, as far back as the head has been since. The earlier record is replaced as in
//! Brent's way of finding cycles.

use crate::turing::certificate::Certificate;
use crate::turing::machine::{Machine, Side};
use crate::turing::run::Run;

/// A record of the past.
struct Record {
    steps: u64,
    place: isize,
    state: Option<u8>,
    /// The cells from the record's own inwards.
    cells: Vec<u8>,
    /// How far inwards the head has been since, in cells from the record's.
    depth: usize,
    /// The record is replaced when it is so old.
    span: u64,
}

/// Looks for a translated cycle within the first `steps` steps.
pub fn find(machine: &Machine, steps: u64) -> Option<Certificate> {
    let mut run = Run::new(machine);
    let mut records: [Option<Record>; 2] = [None, None];
    let (mut low, mut high) = (0, 0);
    while run.steps() < steps {
        if !run.step() || run.halted() {
            return None;
        }
        let place = run.place();
        for (record, outward) in records.iter_mut().zip([-1, 1]) {
            if let Some(record) = record {
                let inward = outward * (record.place - place);
                record.depth = record.depth.max(usize::try_from(inward).unwrap_or(0));
            }
        }
        let side = if place < low {
            low = place;
            Side::Left
        } else if place > high {
            high = place;
            Side::Right
        } else {
            continue;
        };
        let record = &mut records[usize::from(side == Side::Right)];
        let inward = -side.offset();
        if let Some(past) = record {
            let same = past.state == run.state()
                && past.cells.iter().take(past.depth + 1).enumerate().all(
                    |(away, &symbol)| run.cell(place + inward * away as isize) == symbol,
                )
                // Beyond what was kept the tape was empty then.
                && (past.cells.len()..=past.depth)
                    .all(|away| run.cell(place + inward * away as isize) == 0);
            if same {
                return Some(Certificate::TranslatedCycler {
                    start: past.steps,
                    period: run.steps() - past.steps,
                });
            }
            if run.steps() - past.steps < past.span {
                continue;
            }
        }
        let length = (high - low + 1) as usize;
        *record = Some(Record {
            steps: run.steps(),
            place,
            state: run.state(),
            cells: (0..length as isize)
                .map(|away| run.cell(place + inward * away))
                .collect(),
            depth: 0,
            span: record.as_ref().map_or(1, |past| 2 * past.span),
        });
    }
    None
}
