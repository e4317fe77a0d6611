//! One walk over a run's stored rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tribunal_stats::StatsError;
use tribunal_store::{Reader, Run, ScoredRow, Settled, StoreError};

use crate::cell::{Cell, Item};

/// Kinds of failure that are told apart; a runner knows about twenty.
const MOST_KINDS: usize = 64;

/// Everything that the report is computed from.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    /// In the order of the plan.
    pub(crate) cells: Vec<Cell>,
    /// Answers by the model's name as the server reported it.
    pub(crate) models: BTreeMap<String, u64>,
    /// By class: how many questions, and the first message in the plan's order.
    pub(crate) failures: BTreeMap<String, (u64, String)>,
    pub(crate) judge_versions: BTreeSet<String>,
}

/// A row's failure to enter the statistics, or to be read at all.
enum Fault {
    Store(StoreError),
    Stats(StatsError),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What a statistic refuses can only come from a file that something else has written to.
pub(crate) fn damaged(reader: &Reader, error: &StatsError) -> StoreError {
    StoreError::Corrupt {
        path: reader.path().to_path_buf(),
        detail: error.to_string(),
    }
}

/// Walks over the settled questions of `run`, and shows each to `watch`.
///
/// # Errors
/// The store cannot be read, or holds a score outside \[0, 1\].
pub(crate) fn collect(
    reader: &Reader,
    run: &Run,
    mut watch: impl FnMut(&ScoredRow),
) -> Result<Collected, StoreError> {
    let mut walk = Walk {
        run,
        found: Collected::default(),
        by_stratum: HashMap::new(),
        open: None,
    };
    reader
        .for_each_scored(run.id, |row| {
            watch(&row);
            walk.take(row).map_err(Fault::Stats)
        })
        .and_then(|()| walk.close().map_err(Fault::Stats))
        .map_err(|fault| match fault {
            Fault::Store(error) => error,
            Fault::Stats(error) => damaged(reader, &error),
        })?;
    Ok(walk.found)
}

struct Walk<'a> {
    run: &'a Run,
    found: Collected,
    by_stratum: HashMap<String, usize>,
    /// The item whose repeats are coming in.
    open: Option<Open>,
}

struct Open {
    ordinal: u32,
    cell: usize,
    label: String,
    item: Item,
}

impl Walk<'_> {
    fn take(&mut self, row: ScoredRow) -> Result<(), StatsError> {
        if self
            .open
            .as_ref()
            .is_none_or(|open| open.ordinal != row.ordinal)
        {
            self.close()?;
            let cell = self.cell(&row);
            let buffers = self.open.take().map(|open| open.item).unwrap_or_default();
            self.open = Some(Open {
                ordinal: row.ordinal,
                cell,
                label: row.cluster,
                item: buffers,
            });
        }
        self.note(&row.settled);
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        let cell = &mut self.found.cells[open.cell];
        cell.counts.attempts += u64::from(row.attempts);
        cell.counts.retries += u64::from(row.retries);
        open.item.take(
            cell,
            self.run.spec.headline,
            self.run.spec.repeats,
            row.settled,
        );
        Ok(())
    }

    /// Puts the open item into its cell; its buffers stay for the next.
    fn close(&mut self) -> Result<(), StatsError> {
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        let cell = &mut self.found.cells[open.cell];
        open.item.close(
            cell,
            self.run.spec.headline,
            self.run.spec.repeats,
            &open.label,
        )
    }

    fn cell(&mut self, row: &ScoredRow) -> usize {
        if let Some(cell) = self.by_stratum.get(&row.stratum) {
            return *cell;
        }
        let name = (row.task.clone(), row.variation.clone(), row.params.clone());
        self.found
            .cells
            .push(Cell::new(name, row.stratum.clone(), row.weight));
        let cell = self.found.cells.len() - 1;
        self.by_stratum.insert(row.stratum.clone(), cell);
        cell
    }

    /// Notes what is told once for the whole run.
    fn note(&mut self, settled: &Settled) {
        match settled {
            Settled::Failed { class, message } => {
                let known = self.found.failures.len();
                if let Some((count, _)) = self.found.failures.get_mut(class) {
                    *count += 1;
                } else if known < MOST_KINDS {
                    self.found
                        .failures
                        .insert(class.clone(), (1, message.clone()));
                }
            }
            Settled::Answered(answered) => {
                if let Some(model) = &answered.model {
                    if let Some(count) = self.found.models.get_mut(model) {
                        *count += 1;
                    } else if self.found.models.len() < MOST_KINDS {
                        self.found.models.insert(model.clone(), 1);
                    }
                }
                if let Some(scores) = &answered.scores
                    && !self.found.judge_versions.contains(&scores.judge_version)
                    && self.found.judge_versions.len() < MOST_KINDS
                {
                    self.found
                        .judge_versions
                        .insert(scores.judge_version.clone());
                }
            }
        }
    }
}
