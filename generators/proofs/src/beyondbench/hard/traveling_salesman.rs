//! `beyondbench.hard.traveling_salesman`, by trying the orders of the cities one after another. An
//! order is dropped as soon as its beginning, with the shortest way out of each city left, is as long
//! as the best tour so far; without that, twelve cities would take 11! orders.

use tribunal_generators::Var;
use tribunal_verifiers::Check;

use super::named::{accepts, letters, reference_places, refuses, spell};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.traveling_salesman",
    method: "all orders of the cities, long ones cut short",
    confirm,
};

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let names = letters(question, "cities")?;
    let distances = distances(question, names.len())?;
    let nearest = distances.iter().enumerate().map(|(one, row)| {
        let others = row.iter().enumerate().filter(|(other, _)| *other != one);
        others.map(|(_, &distance)| distance).min().unwrap_or(0)
    });
    let mut search = Search {
        distances: &distances,
        nearest: nearest.collect(),
        best: i64::MAX,
        tour: Vec::new(),
    };
    let open: i64 = search.nearest.iter().sum();
    search.extend(&mut vec![0], 0, open);
    let (length, mut tour) = (search.best, search.tour);
    let Check::Route(check) = question.check else {
        return question.is_integer(length);
    };
    ensure!(
        i64::from(check.shortest()) == length,
        "the key is a tour of {}, not {length}",
        check.shortest()
    );
    let mut key = reference_places(question, &names)?;
    ensure!(key.first() == key.last(), "the key does not return");
    key.pop();
    ensure!(
        around(&distances, &key)? == length,
        "the key is longer than {length}"
    );
    // From another city, the other way round, with the return and without it.
    tour.reverse();
    tour.rotate_left(1);
    accepts(question, &spell(&names, &tour))?;
    tour.push(tour[0]);
    accepts(question, &spell(&names, &tour))?;
    tour.pop();
    for at in 1..tour.len() {
        let mut other = tour.clone();
        other.swap(at - 1, at);
        if around(&distances, &other)? > length {
            refuses(question, &spell(&names, &other))?;
        }
    }
    tour.pop();
    refuses(question, &spell(&names, &tour))
}

/// The table of distances, the same in either direction.
fn distances(question: &Question<'_>, count: usize) -> Result<Vec<Vec<i64>>, Doubt> {
    let row = |row: &Var| match row {
        Var::Ints(row) if row.len() == count => Ok(row.clone()),
        other => Err(Doubt::new(format!(
            "{other:?} is no row of {count} distances"
        ))),
    };
    let rows: Vec<Vec<i64>> = question
        .list("distances")?
        .iter()
        .map(row)
        .collect::<Result<_, Doubt>>()?;
    ensure!(rows.len() == count, "there are {} rows", rows.len());
    for (one, row) in rows.iter().enumerate() {
        for (other, &distance) in row.iter().enumerate() {
            let sound = distance == rows[other][one] && (distance == 0) == (one == other);
            ensure!(sound && distance >= 0, "{distance} is no distance");
        }
    }
    Ok(rows)
}

/// The length of the closed tour through all cities in this order.
fn around(distances: &[Vec<i64>], tour: &[usize]) -> Result<i64, Doubt> {
    let mut sorted = tour.to_vec();
    sorted.sort_unstable();
    let whole = sorted.iter().copied().eq(0..distances.len());
    ensure!(whole, "{tour:?} does not visit every city once");
    let next = tour.iter().cycle().skip(1);
    Ok(tour
        .iter()
        .zip(next)
        .map(|(&one, &other)| distances[one][other])
        .sum())
}

struct Search<'a> {
    distances: &'a [Vec<i64>],
    /// The shortest way out of each city.
    nearest: Vec<i64>,
    best: i64,
    tour: Vec<usize>,
}

impl Search<'_> {
    /// Tries what may follow `tour`, of that length; `open` is the sum of the shortest ways out of
    /// its last city and of all that are left.
    fn extend(&mut self, tour: &mut Vec<usize>, length: i64, open: i64) {
        let Some(&at) = tour.last() else { return };
        if length + open >= self.best {
            return;
        }
        if tour.len() == self.distances.len() {
            let length = length + self.distances[at][tour[0]];
            if length < self.best {
                self.best = length;
                self.tour.clone_from(tour);
            }
            return;
        }
        let rest = open - self.nearest[at];
        for next in 1..self.distances.len() {
            if !tour.contains(&next) {
                tour.push(next);
                self.extend(tour, length + self.distances[at][next], rest);
                tour.pop();
            }
        }
    }
}
