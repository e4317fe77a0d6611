//! The problems of a suite, whoever was asked them.

use std::collections::HashMap;

use tribunal_store::ScoredRow;

/// Which problem: the digest of its content, and which of several equal ones of a run.
pub(crate) type Key = ([u8; 32], u32);

/// Every item of a suite that some run was asked, each with a number.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    pub(crate) cells: Vec<Cell>,
    pub(crate) items: Vec<Item>,
    pub(crate) seeds: Vec<String>,
    places: HashMap<Key, u32>,
    cell_places: HashMap<String, u32>,
    clusters: HashMap<(u32, u64), u32>,
    next_cluster: u32,
}

/// A variation of a task under one combination of parameters.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) stratum: String,
    pub(crate) task: String,
    pub(crate) variation: String,
    /// JSON.
    pub(crate) params: String,
    pub(crate) weight: f64,
}

/// One item: an address, and where it belongs.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) digest: [u8; 32],
    pub(crate) cell: u32,
    /// 64 bits of the cluster's label, where it is not the cell's own.
    label: Option<u64>,
    /// Items of a cell that stand or fall together have the same.
    pub(crate) cluster: u32,
    /// Place in the seeds.
    pub(crate) seed: u32,
    pub(crate) index: u64,
}

impl Catalog {
    /// The number of the item with this key.
    pub(crate) fn find(&self, key: &Key) -> Option<u32> {
        self.places.get(key).copied()
    }

    /// Takes the item of a row in, unless it is known, and gives its number.
    pub(crate) fn add(&mut self, key: Key, row: &ScoredRow) -> u32 {
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let cell = self.cell(row);
        let label = label(row);
        let cluster = self.cluster(cell, label);
        let seed = self.seed(&row.seed);
        self.push(
            key,
            Item {
                digest: row.digest,
                cell,
                label,
                cluster,
                seed,
                index: row.index,
            },
        )
    }

    /// Takes an item of another catalog in, and gives its number here.
    pub(crate) fn adopt(&mut self, key: Key, other: &Self, place: u32) -> u32 {
        if let Some(known) = self.places.get(&key) {
            return *known;
        }
        let item = &other.items[place as usize];
        let cell = &other.cells[item.cell as usize];
        let cell = match self.cell_places.get(&cell.stratum) {
            Some(known) => *known,
            None => self.push_cell(cell.clone()),
        };
        let cluster = self.cluster(cell, item.label);
        let seed = self.seed(&other.seeds[item.seed as usize]);
        let item = Item {
            cell,
            cluster,
            seed,
            ..item.clone()
        };
        self.push(key, item)
    }

    fn push(&mut self, key: Key, item: Item) -> u32 {
        let place = self.items.len() as u32;
        self.items.push(item);
        self.places.insert(key, place);
        place
    }

    fn cell(&mut self, row: &ScoredRow) -> u32 {
        if let Some(known) = self.cell_places.get(&row.stratum) {
            return *known;
        }
        self.push_cell(Cell {
            stratum: row.stratum.clone(),
            task: row.task.clone(),
            variation: row.variation.clone(),
            params: row.params.clone(),
            weight: row.weight,
        })
    }

    fn push_cell(&mut self, cell: Cell) -> u32 {
        let place = self.cells.len() as u32;
        self.cell_places.insert(cell.stratum.clone(), place);
        self.cells.push(cell);
        place
    }

    /// The number of a label's cluster, or one of its own for an item that stands alone.
    fn cluster(&mut self, cell: u32, label: Option<u64>) -> u32 {
        let fresh = self.next_cluster;
        if let Some(label) = label {
            let known = *self.clusters.entry((cell, label)).or_insert(fresh);
            if known != fresh {
                return known;
            }
        }
        self.next_cluster += 1;
        fresh
    }

    fn seed(&mut self, seed: &str) -> u32 {
        // A suite has a few seeds, nearly always the last one seen.
        if let Some(place) = self.seeds.iter().rposition(|known| known == seed) {
            return place as u32;
        }
        self.seeds.push(seed.to_owned());
        self.seeds.len() as u32 - 1
    }

    /// Tasks in the order of the plan.
    pub(crate) fn tasks(&self) -> Vec<&str> {
        let mut tasks: Vec<&str> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for cell in &self.cells {
            if seen.insert(cell.task.as_str()) {
                tasks.push(&cell.task);
            }
        }
        tasks
    }
}

/// The label of a row's cluster; the cell's own means that the item stands alone.
fn label(row: &ScoredRow) -> Option<u64> {
    (row.cluster != row.stratum).then(|| {
        let mut short = [0; 8];
        short.copy_from_slice(&blake3::hash(row.cluster.as_bytes()).as_bytes()[..8]);
        u64::from_le_bytes(short)
    })
}

/// A digest in hex.
pub(crate) fn hex(digest: &[u8; 32]) -> String {
    blake3::Hash::from_bytes(*digest).to_hex().to_string()
}
