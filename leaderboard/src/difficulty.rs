//! What makes a task's items harder: a numeric parameter that a suite varies.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tribunal_report::cell_weights;
use tribunal_stats::{Estimate, Level, Scores, StatsError, Stratum, estimate, stratified};

use crate::board::Outcome;
use crate::catalog::{Catalog, Cell};

/// A parameter with the values a suite gives it, smallest first, and the cells of each.
#[derive(Debug, PartialEq)]
pub(crate) struct Axis {
    pub(crate) param: String,
    pub(crate) steps: Vec<(f64, Vec<usize>)>,
}

/// The parameters by which the cells of one variation of `task` differ, those with more values
/// first. One that tells the same cells apart as an earlier one is left out.
pub(crate) fn axes(catalog: &Catalog, task: &str) -> Vec<Axis> {
    let cells: Vec<(usize, &Cell)> = catalog
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| cell.task == task)
        .collect();
    let params: Vec<BTreeMap<String, f64>> = cells
        .iter()
        .map(|(_, cell)| numbers(&cell.params))
        .collect();
    let names: BTreeSet<&String> = params.iter().flat_map(BTreeMap::keys).collect();
    let mut axes: Vec<Axis> = names
        .into_iter()
        .filter(|name| varies(name, &cells, &params))
        .map(|name| axis(name, &cells, &params))
        .filter(|axis| axis.steps.len() > 1)
        .collect();
    axes.sort_by_key(|axis| std::cmp::Reverse(axis.steps.len()));
    let mut seen: Vec<Vec<Vec<usize>>> = Vec::new();
    axes.retain(|axis| {
        let groups: Vec<Vec<usize>> = axis.steps.iter().map(|(_, cells)| cells.clone()).collect();
        let fresh = !seen.contains(&groups);
        seen.push(groups);
        fresh
    });
    axes
}

fn varies(name: &str, cells: &[(usize, &Cell)], params: &[BTreeMap<String, f64>]) -> bool {
    let mut first: BTreeMap<&str, f64> = BTreeMap::new();
    cells.iter().zip(params).any(|((_, cell), params)| {
        let Some(&value) = params.get(name) else {
            return false;
        };
        *first.entry(&cell.variation).or_insert(value) != value
    })
}

fn axis(name: &str, cells: &[(usize, &Cell)], params: &[BTreeMap<String, f64>]) -> Axis {
    let mut steps: Vec<(f64, Vec<usize>)> = Vec::new();
    for ((place, _), params) in cells.iter().zip(params) {
        let Some(&value) = params.get(name) else {
            continue;
        };
        match steps.iter_mut().find(|(known, _)| *known == value) {
            Some((_, places)) => places.push(*place),
            None => steps.push((value, vec![*place])),
        }
    }
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    Axis {
        param: name.to_owned(),
        steps,
    }
}

fn numbers(params: &str) -> BTreeMap<String, f64> {
    let Ok(Value::Object(params)) = serde_json::from_str(params) else {
        return BTreeMap::new();
    };
    params
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_f64()?)))
        .collect()
}

/// The items of each cell of a catalog, by number.
pub(crate) fn by_cell(catalog: &Catalog) -> Vec<Vec<u32>> {
    let mut cells = vec![Vec::new(); catalog.cells.len()];
    for (number, item) in catalog.items.iter().enumerate() {
        cells[item.cell as usize].push(number as u32);
    }
    cells
}

/// The score of `outcome` on `cells`, which count alike, as a report makes it of a task's cells.
///
/// # Errors
/// The store holds scores that no run writes.
pub(crate) fn score(
    catalog: &Catalog,
    items: &[Vec<u32>],
    outcome: &Outcome,
    cells: &[usize],
) -> Result<Option<Estimate>, StatsError> {
    let mut columns: Vec<(usize, Vec<f64>, Vec<u32>, bool)> = Vec::new();
    for &cell in cells {
        let (mut values, mut labels) = (Vec::new(), Vec::new());
        for &item in &items[cell] {
            if let Some(score) = outcome.marks.score(item as usize) {
                values.push(score);
                labels.push(catalog.items[item as usize].cluster);
            }
        }
        let distinct: BTreeSet<u32> = labels.iter().copied().collect();
        let shared = distinct.len() < labels.len();
        if !values.is_empty() {
            columns.push((cell, values, labels, shared));
        }
    }
    let of = |values, labels, shared| {
        if shared {
            Scores::clustered(values, labels)
        } else {
            Scores::independent(values)
        }
    };
    if let [(_, values, labels, shared)] = &columns[..] {
        return Ok(estimate(of(values, labels, *shared)?, Level::P95));
    }
    let said: Vec<(&str, f64)> = columns
        .iter()
        .map(|(cell, ..)| {
            let cell = &catalog.cells[*cell];
            (cell.task.as_str(), cell.weight)
        })
        .collect();
    let strata = columns
        .iter()
        .zip(cell_weights(&said))
        .map(|((_, values, labels, shared), weight)| {
            Ok(Stratum {
                weight,
                scores: of(values, labels, *shared)?,
            })
        })
        .collect::<Result<Vec<_>, StatsError>>()?;
    stratified(&strata, Level::P95)
}
