//! The problems of a run, in plan order.

use crate::error::{StoreError, explain};
use crate::rows::{ItemRow, RunId, count};

use super::Reader;
use super::load::{optional_text, text};

impl Reader {
    /// Gives `take` every item that `run` has asked, with its place in the plan, in that order,
    /// one at a time.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or the first error of `take`, which ends the walk.
    pub fn for_each_item<E: From<StoreError>>(
        &self,
        run: RunId,
        mut take: impl FnMut(u32, ItemRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = |error: rusqlite::Error| E::from(explain(self.path(), &error));
        let mut statement = self
            .connection()
            .prepare_cached(
                "SELECT ordinal, digest, task, variation, params, seed, idx, generator_version, \
                 cluster, vars, \"check\", system, prompt FROM run_item \
                 CROSS JOIN item ON item.id = run_item.item WHERE run = ?1 ORDER BY ordinal",
            )
            .map_err(sql)?;
        let mut rows = statement.query([run.0]).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let read = || -> rusqlite::Result<(u32, ItemRow)> {
                Ok((
                    row.get(0)?,
                    ItemRow {
                        digest: row.get(1)?,
                        task: row.get(2)?,
                        variation: row.get(3)?,
                        params: row.get(4)?,
                        seed: row.get(5)?,
                        index: count(row.get(6)?),
                        generator_version: row.get(7)?,
                        cluster: row.get(8)?,
                        vars: text(row, 9)?,
                        check: text(row, 10)?,
                        system: optional_text(row, 11)?,
                        prompt: text(row, 12)?,
                    },
                ))
            };
            let (ordinal, item) = read().map_err(sql)?;
            take(ordinal, item)?;
        }
        Ok(())
    }
}
