//! `beyondbench.hard.interval_scheduling`, by a table of how many intervals fit before each time,
//! which weighs taking an interval against leaving it, and of small items by all selections.

use tribunal_verifiers::Check;

use super::named::{accepts, different, letter, number, reference_places, refuses, rows, spell};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.interval_scheduling",
    method: "a table over times, and all selections of a few intervals",
    confirm,
};

/// Up to so many intervals all selections are tried.
const FEW: usize = 8;
/// Later ends than this are not believed: the table has a place for each time.
const LATEST: i64 = 100_000;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (mut names, mut intervals) = (Vec::new(), Vec::new());
    for row in rows(question, "intervals")? {
        names.push(letter(row, "name")?);
        let (start, end) = (number(row, "start")?, number(row, "end")?);
        ensure!(
            0 <= start && start < end && end <= LATEST,
            "{row:?} is no interval"
        );
        intervals.push((start as usize, end as usize));
    }
    different(&names)?;
    let chosen = most(&intervals);
    if intervals.len() <= FEW {
        let sizes = (0u32..1 << intervals.len()).filter_map(|set| {
            let members: Vec<usize> = (0..intervals.len())
                .filter(|at| set >> at & 1 == 1)
                .collect();
            apart(&intervals, &members).then_some(members.len())
        });
        let largest = sizes.max().unwrap_or(0);
        ensure!(
            largest == chosen.len(),
            "{largest} fit, not {}",
            chosen.len()
        );
    }
    let Check::Selection(check) = question.check else {
        return question.is_integer(chosen.len() as i64);
    };
    let key = check.best() as usize;
    ensure!(
        key == chosen.len(),
        "the key is a selection of {key}, not {}",
        chosen.len()
    );
    let stated = reference_places(question, &names)?;
    ensure!(
        apart(&intervals, &stated) && stated.len() == key,
        "the key overlaps or is too small"
    );
    accepts(question, &spell(&names, &chosen))?;
    for at in 0..intervals.len() {
        let mut other = chosen.clone();
        if chosen.contains(&at) {
            other.retain(|&member| member != at);
        } else {
            other.push(at);
        }
        if !other.is_empty() {
            refuses(question, &spell(&names, &other))?;
        }
    }
    Ok(())
}

/// Whether no two of these intervals have a time in common; an interval has one with itself.
fn apart(intervals: &[(usize, usize)], members: &[usize]) -> bool {
    members.iter().enumerate().all(|(count, &one)| {
        members[..count].iter().all(|&other| {
            let ((a, b), (c, d)) = (intervals[one], intervals[other]);
            b <= c || d <= a
        })
    })
}

/// A largest selection: for each time, how many intervals can end by then, and which one ends last.
fn most(intervals: &[(usize, usize)]) -> Vec<usize> {
    let end = intervals
        .iter()
        .map(|interval| interval.1)
        .max()
        .unwrap_or(0);
    let mut table: Vec<(usize, Option<usize>)> = vec![(0, None); end + 1];
    for time in 1..=end {
        let left = (table[time - 1].0, None);
        let ending = (0..intervals.len()).filter(|&at| intervals[at].1 == time);
        let taken = ending.map(|at| (table[intervals[at].0].0 + 1, Some(at)));
        table[time] = taken.fold(left, |best, next| if next.0 > best.0 { next } else { best });
    }
    let mut chosen = Vec::new();
    let mut time = end;
    while time > 0 {
        match table[time].1 {
            Some(at) => {
                chosen.push(at);
                time = intervals[at].0;
            }
            None => time -= 1,
        }
    }
    chosen
}
