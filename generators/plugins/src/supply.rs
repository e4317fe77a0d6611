//! A plugin's items, for the registry of tasks.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use tribunal_generators::seed::StreamKeys;
use tribunal_generators::task::Order;
use tribunal_generators::{Draft, GenerateError, Lot, Plugged, Space, Supply, SupplyError, Vars};
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{PluginCase, PluginCheck};

use crate::draft::draft;
use crate::driver::{Made, Wish};
use crate::error::PluginError;
use crate::fault::Fault;
use crate::manifest::Manifest;
use crate::plugin::{Plugin, hex};

/// Items of a whole batch: starting a plugin costs as much as a hundred items.
const BATCH: u64 = 256;

/// The borders of the first batches; from the last on, each has [`BATCH`] items. A plan looks at a
/// first item of many cells, and many a run asks only a few.
const FIRST: [u64; 4] = [0, 1, 8, 64];

/// The batch that item `index` belongs to. Fixed for good: what a plugin keeps from one item to the
/// next is then the same whenever and wherever the item is made.
fn batch_of(index: u64) -> Range<u64> {
    let last = FIRST[FIRST.len() - 1];
    if index >= last {
        let start = last + (index - last) / BATCH * BATCH;
        return start..start.saturating_add(BATCH);
    }
    let after = FIRST.partition_point(|&border| border <= index);
    FIRST[after - 1]..FIRST[after]
}

/// Gives the plugin when it is needed.
type Load = dyn Fn() -> Result<Arc<Plugin>, PluginError> + Send + Sync;

/// A plugin as a source of items. The plugin is loaded when the first item is asked for.
#[derive(Clone)]
pub struct PluginSupply {
    digest: [u8; 32],
    name: Arc<str>,
    space: Option<u64>,
    load: Arc<Load>,
}

impl fmt::Debug for PluginSupply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PluginSupply({})", self.name)
    }
}

impl PluginSupply {
    /// The supply of the plugin with this digest and description, which `load` loads; it is asked
    /// again until it succeeds, and from then on not to be.
    pub fn new(
        manifest: &Manifest,
        digest: [u8; 32],
        load: impl Fn() -> Result<Arc<Plugin>, PluginError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            digest,
            name: manifest.name.as_str().into(),
            space: manifest.space,
            load: Arc::new(load),
        }
    }

    /// The supply of a plugin that is loaded.
    pub fn of(plugin: &Arc<Plugin>) -> Self {
        let loaded = Arc::clone(plugin);
        Self::new(plugin.manifest(), plugin.digest(), move || {
            Ok(Arc::clone(&loaded))
        })
    }

    /// The items of one variation.
    pub fn lot(&self, order: Order<'_>, keys: StreamKeys) -> PluginLot {
        PluginLot {
            supply: self.clone(),
            variation: order.variation.to_owned(),
            params: order.params.canonical(),
            keys,
            made: Mutex::new(None),
        }
    }
}

impl Supply for PluginSupply {
    fn digest(&self) -> [u8; 32] {
        self.digest
    }

    fn bind(&self, order: Order<'_>, keys: StreamKeys) -> Box<dyn Lot> {
        Box::new(self.lot(order, keys))
    }
}

/// The task of a plugin, ready to be plugged in.
pub fn plugged(manifest: &Manifest, supply: PluginSupply) -> Plugged {
    Plugged::new(manifest.leak(), manifest.prompt.clone(), Box::new(supply))
}

/// Indices, and the items at them.
type Batch = (Range<u64>, Vec<Result<Draft, GenerateError>>);

/// The items of one variation at given parameters under one seed.
#[derive(Debug)]
pub struct PluginLot {
    supply: PluginSupply,
    variation: String,
    params: String,
    keys: StreamKeys,
    /// The batch made last, for items are mostly asked in order.
    made: Mutex<Option<Batch>>,
}

impl PluginLot {
    /// Makes the items of `range` in order, beginning with a plugin that has just been started.
    ///
    /// # Errors
    /// [`SupplyError::Machine`].
    pub fn make(
        &self,
        range: Range<u64>,
    ) -> Result<Vec<Result<Draft, GenerateError>>, SupplyError> {
        let machine = |error: &dyn fmt::Display| SupplyError::Machine(error.to_string());
        let plugin = (self.supply.load)().map_err(|error| machine(&error))?;
        let keys: Vec<[u8; 32]> = range.clone().map(|index| self.keys.key(index)).collect();
        let wish = Wish {
            variation: &self.variation,
            params: &self.params,
        };
        let mut drafts = Vec::with_capacity(keys.len());
        while drafts.len() < keys.len() {
            let made = plugin
                .driver()
                .generate(wish, &keys[drafts.len()..])
                .map_err(|error| machine(&error))?;
            for made in made {
                let index = range.start + drafts.len() as u64;
                drafts.push(self.read(&plugin, index, made));
            }
        }
        Ok(drafts)
    }

    fn read(&self, plugin: &Plugin, index: u64, made: Made) -> Result<Draft, GenerateError> {
        let digest = hex(self.supply.digest);
        let fault = match made {
            Made::Item(json) => match draft(&self.supply.name, &digest, &json) {
                Ok(draft) => return Ok(draft),
                Err(what) => Fault::inside("generate", what),
            },
            // Parameters that admit no problem are found by the first item; a plan refuses them.
            Made::Refused(reason) if index == 0 => return Err(GenerateError::new(reason)),
            Made::Refused(reason) => Fault::inside("generate", format!("no problem: {reason}")),
            Made::Fault(fault) => fault,
        };
        let reason = format!(
            "{}:{}{}, item {index}: {}",
            self.supply.name,
            self.variation,
            self.params,
            fault.in_file(plugin.file())
        );
        Ok(Draft::new(
            Vars::new(),
            Check::Plugin(PluginCheck {
                plugin: self.supply.name.to_string(),
                digest,
                case: PluginCase::Failed { reason },
            }),
        ))
    }
}

impl Lot for PluginLot {
    fn space(&self) -> Space {
        Space::at_least(self.supply.space.unwrap_or(1))
    }

    fn draft(&self, index: u64) -> Result<Draft, SupplyError> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let batch = batch_of(index);
        let drafts = match &*made {
            Some((range, drafts)) if *range == batch => drafts,
            _ => {
                let drafts = self.make(batch.clone())?;
                &made.insert((batch.clone(), drafts)).1
            }
        };
        let place = usize::try_from(index - batch.start).unwrap_or(usize::MAX);
        match drafts.get(place) {
            Some(draft) => Ok(draft.clone()?),
            None => Err(SupplyError::Machine(format!(
                "there is no item {index}; indices end before it"
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_cover_every_index_once() {
        let mut next = 0;
        while next < 5_000 {
            let batch = batch_of(next);
            assert_eq!(batch.start, next);
            for index in batch.clone() {
                assert_eq!(batch_of(index), batch);
            }
            next = batch.end;
        }
        assert!(batch_of(u64::MAX).contains(&(u64::MAX - 1)) || batch_of(u64::MAX).end == u64::MAX);
    }
}
