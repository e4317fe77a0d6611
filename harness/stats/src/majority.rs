//! maj@k: the answer given most often among k attempts.

use std::collections::BTreeMap;

use crate::passk::{at_least_one, over_items};
use crate::{Level, RepeatEstimate, StatsError};

/// The most votes an item may have: the work of counting every draw grows with their
/// cube, here to some 30 ms an item when no two answers agree.
pub const MAX_VOTES: usize = 256;

/// One attempt's vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Vote<'a> {
    /// The answer in canonical form; `None` for an attempt without an answer, which
    /// counts among the k but votes for nothing.
    pub answer: Option<&'a str>,
    /// Whether that answer was judged correct.
    pub correct: bool,
}

/// maj@k: the chance that the most frequent answer among k attempts is correct, ties
/// shared equally among the answers tied, averaged over items.
///
/// Like pass@k it is exact over every way of choosing k of an item's attempts, so no
/// attempt is thrown away and none is drawn at random. If none of the k has an answer,
/// the majority is wrong. Should votes with one answer differ in `correct`, that answer
/// counts as the share that is. Interval and left-out items as in [`crate::pass_at_k`].
///
/// # Errors
/// [`StatsError::ZeroK`], [`StatsError::TooManyVotes`], [`StatsError::Length`].
pub fn majority_at_k<'a>(
    items: &[impl AsRef<[Vote<'a>]>],
    clusters: Option<&[u32]>,
    k: u32,
    level: Level,
) -> Result<RepeatEstimate, StatsError> {
    let wanted = at_least_one(k)? as usize;
    for (index, item) in items.iter().enumerate() {
        let votes = item.as_ref().len();
        if votes > MAX_VOTES {
            return Err(StatsError::TooManyVotes {
                index,
                votes,
                limit: MAX_VOTES,
            });
        }
    }
    let values = items.iter().map(|item| {
        let votes = item.as_ref();
        (votes.len() >= wanted).then(|| majority(votes, wanted))
    });
    over_items(values, items.len(), clusters, level, k)
}

fn majority(votes: &[Vote<'_>], k: usize) -> f64 {
    let mut by_answer: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut silent = 0;
    for vote in votes {
        match vote.answer {
            Some(answer) => {
                let (count, correct) = by_answer.entry(answer).or_default();
                *count += 1;
                *correct += usize::from(vote.correct);
            }
            None => silent += 1,
        }
    }
    let groups: Vec<(usize, usize)> = by_answer.into_values().collect();
    let mut won = 0.0;
    for (index, &(count, correct)) in groups.iter().enumerate() {
        if correct == 0 {
            continue;
        }
        let rivals: Vec<usize> = groups
            .iter()
            .enumerate()
            .filter(|&(other, _)| other != index)
            .map(|(_, g)| g.0)
            .collect();
        won += chance_to_win(count, &rivals, silent, k) * correct as f64 / count as f64;
    }
    // Rounding may leave the last bit above 1.
    won.min(1.0)
}

/// The chance that an answer given `count` times wins a draw of k votes, a win shared
/// by r + 1 tied answers counting 1/(r + 1).
///
/// For each winning count it adds up, one rival at a time, the ways to fill the other
/// seats (`ways[ties][seats]`), as in multiplying the rivals' generating polynomials.
fn chance_to_win(count: usize, rivals: &[usize], silent: usize, k: usize) -> f64 {
    let all = count + silent + rivals.iter().sum::<usize>();
    let mut winning = 0.0;
    for votes in 1..=count.min(k) {
        let seats = k - votes;
        let most_ties = seats / votes;
        let mut ways = vec![vec![0.0; seats + 1]; most_ties + 1];
        for (taken, way) in ways[0].iter_mut().enumerate() {
            *way = choose(silent, taken);
        }
        for &rival in rivals {
            ways = add_rival(&ways, rival, votes);
        }
        let shared: f64 = ways
            .iter()
            .enumerate()
            .map(|(ties, row)| row[seats] / (ties + 1) as f64)
            .sum();
        winning += choose(count, votes) * shared;
    }
    winning / choose(all, k)
}

/// `ways` with one more rival, who takes fewer than `votes` seats, or ties with `votes`.
fn add_rival(ways: &[Vec<f64>], rival: usize, votes: usize) -> Vec<Vec<f64>> {
    let mut next = vec![vec![0.0; ways[0].len()]; ways.len()];
    for (ties, row) in ways.iter().enumerate() {
        for (taken, &way) in row.iter().enumerate() {
            if way == 0.0 {
                continue;
            }
            for extra in 0..=rival.min(votes).min(row.len() - 1 - taken) {
                let ties = ties + usize::from(extra == votes);
                next[ties][taken + extra] += way * choose(rival, extra);
            }
        }
    }
    next
}

/// Binomial coefficient, 0 beyond its range.
fn choose(n: usize, k: usize) -> f64 {
    if k > n {
        return 0.0;
    }
    (0..k.min(n - k)).fold(1.0, |ways, step| {
        ways * (n - step) as f64 / (step + 1) as f64
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANSWERS: [&str; 4] = ["a", "b", "c", "d"];

    fn votes(text: &str) -> Vec<Vote<'_>> {
        text.split(' ')
            .map(|answer| Vote {
                answer: (answer != "-").then_some(answer),
                correct: answer == "a",
            })
            .collect()
    }

    fn of(text: &str, k: u32) -> f64 {
        majority_at_k(&[votes(text)], None, k, Level::P95)
            .unwrap()
            .estimate
            .unwrap()
            .mean
    }

    #[test]
    fn whole_votes() {
        assert_eq!(of("a a b", 3), 1.0);
        assert_eq!(of("a b b", 3), 0.0);
        assert_eq!(of("a b", 2), 0.5);
        assert_eq!(of("a b c -", 4), 1.0 / 3.0);
        assert_eq!(of("a - - -", 4), 1.0);
        assert_eq!(of("- -", 2), 0.0);
    }

    #[test]
    fn one_vote_is_the_average() {
        assert!((of("a b c a -", 1) - 0.4).abs() < 1e-15);
    }

    #[test]
    fn an_answer_judged_both_ways_counts_its_share() {
        let item = [
            Vote {
                answer: Some("x"),
                correct: true,
            },
            Vote {
                answer: Some("x"),
                correct: false,
            },
        ];
        let found = majority_at_k(&[item], None, 2, Level::P95).unwrap();
        assert_eq!(found.estimate.unwrap().mean, 0.5);
    }

    #[test]
    fn the_most_votes_are_counted_exactly() {
        let same = vec![
            Vote {
                answer: Some("a"),
                correct: true
            };
            MAX_VOTES
        ];
        let names: Vec<String> = (0..MAX_VOTES).map(|name| name.to_string()).collect();
        let different: Vec<Vote<'_>> = names
            .iter()
            .map(|name| Vote {
                answer: Some(name),
                correct: name == "7",
            })
            .collect();
        let half = MAX_VOTES as u32 / 2;
        for (item, expected) in [(same, 1.0), (different, 1.0 / MAX_VOTES as f64)] {
            let found = majority_at_k(&[item], None, half, Level::P95).unwrap();
            assert!((found.estimate.unwrap().mean - expected).abs() < 1e-12);
        }
        let more = vec![
            Vote {
                answer: None,
                correct: false
            };
            MAX_VOTES + 1
        ];
        assert!(matches!(
            majority_at_k(&[more], None, 1, Level::P95),
            Err(StatsError::TooManyVotes { index: 0, .. })
        ));
    }

    /// Every subset, counted one by one.
    fn by_enumeration(item: &[Vote<'_>], k: u32) -> f64 {
        let (mut total, mut subsets) = (0.0, 0.0);
        for subset in 0_u32..1 << item.len() {
            if subset.count_ones() != k {
                continue;
            }
            subsets += 1.0;
            let counts = ANSWERS.map(|answer| {
                (0..item.len())
                    .filter(|i| subset >> i & 1 == 1 && item[*i].answer == Some(answer))
                    .count()
            });
            let top = counts.into_iter().max().unwrap_or(0);
            if top > 0 && counts[0] == top {
                total += 1.0 / counts.iter().filter(|count| **count == top).count() as f64;
            }
        }
        total / subsets
    }

    proptest! {
        #![proptest_config(crate::fixed_cases())]

        #[test]
        fn agrees_with_enumeration(picks in prop::collection::vec(0_usize..5, 1..9), k in 0_u32..8) {
            let item: Vec<Vote<'_>> = picks
                .iter()
                .map(|&pick| Vote { answer: ANSWERS.get(pick).copied(), correct: pick == 0 })
                .collect();
            let k = k % item.len() as u32 + 1;
            prop_assert!((majority(&item, k as usize) - by_enumeration(&item, k)).abs() < 1e-12);
        }
    }
}
