//! The Tower of Hanoi between any two configurations.
//!
//! A configuration is the peg, 0 to 2, of every disk, the smallest disk first. Gathering all disks
//! on one peg has one shortest way, found from the largest disk down: a disk that is elsewhere has
//! to wait until all smaller ones stand on the third peg. Between two arbitrary configurations the
//! largest disk that differs moves once or twice in any shortest way (Hinz et al., *The Tower of
//! Hanoi – Myths and Maths*, 2013, chapter 2), so the better of the two is the distance.

/// The most disks that are reckoned with: the longest shortest way then has 65,535 moves.
pub const MAX_DISKS: usize = 16;

/// One move of one disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The disk, 0 for the smallest.
    pub disk: usize,
    /// The peg it leaves.
    pub from: u8,
    /// The peg it goes to.
    pub to: u8,
}

/// How the largest differing disk travels in a shortest way.
#[derive(Clone, Copy)]
enum Route {
    Once { disk: usize, over: u8 },
    Twice { disk: usize, over: u8 },
}

/// The fewest moves from `start` to `goal`: two configurations of equally many disks, at most
/// [`MAX_DISKS`], on pegs 0 to 2.
pub fn distance(start: &[u8], goal: &[u8]) -> u64 {
    best(start, goal).map_or(0, |(moves, _)| moves)
}

/// A shortest way from `start` to `goal`, for the same configurations as [`distance`].
pub fn shortest(start: &[u8], goal: &[u8]) -> Vec<Step> {
    let Some((_, route)) = best(start, goal) else {
        return Vec::new();
    };
    let mut steps = Vec::new();
    let mut back = Vec::new();
    let (mut now, mut end) = (start.to_vec(), goal.to_vec());
    match route {
        Route::Once { disk, over } => {
            gather(&mut now, disk, over, &mut steps);
            steps.push(Step {
                disk,
                from: start[disk],
                to: goal[disk],
            });
            gather(&mut end, disk, over, &mut back);
        }
        Route::Twice { disk, over } => {
            let (from, to) = (start[disk], goal[disk]);
            gather(&mut now, disk, to, &mut steps);
            steps.push(Step {
                disk,
                from,
                to: over,
            });
            gather(&mut now, disk, from, &mut steps);
            steps.push(Step {
                disk,
                from: over,
                to,
            });
            gather(&mut end, disk, from, &mut back);
        }
    }
    steps.extend(back.into_iter().rev().map(|step| Step {
        disk: step.disk,
        from: step.to,
        to: step.from,
    }));
    steps
}

/// The distance and the route that has it; `None` when nothing differs.
fn best(start: &[u8], goal: &[u8]) -> Option<(u64, Route)> {
    let disk = start
        .iter()
        .zip(goal)
        .rposition(|(here, there)| here != there)?;
    let (from, to) = (start[disk], goal[disk]);
    let over = third(from, to);
    let once = gathering(&start[..disk], over) + 1 + gathering(&goal[..disk], over);
    let twice = gathering(&start[..disk], to) + (1 << disk) + 1 + gathering(&goal[..disk], from);
    Some(if once <= twice {
        (once, Route::Once { disk, over })
    } else {
        (twice, Route::Twice { disk, over })
    })
}

/// The fewest moves that bring all `disks` to `peg`.
fn gathering(disks: &[u8], mut peg: u8) -> u64 {
    let mut moves = 0;
    for (disk, &at) in disks.iter().enumerate().rev() {
        if at != peg {
            moves += 1 << disk;
            peg = third(at, peg);
        }
    }
    moves
}

/// Brings the `count` smallest disks to `peg` in the fewest moves.
fn gather(disks: &mut [u8], count: usize, peg: u8, steps: &mut Vec<Step>) {
    let Some(disk) = count.checked_sub(1) else {
        return;
    };
    let from = disks[disk];
    if from != peg {
        gather(disks, disk, third(from, peg), steps);
        steps.push(Step {
            disk,
            from,
            to: peg,
        });
        disks[disk] = peg;
    }
    gather(disks, disk, peg, steps);
}

fn third(one: u8, other: u8) -> u8 {
    3 - one - other
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;

    /// Moves by the rules alone, on base-3 codes of configurations.
    fn neighbours(state: &[u8]) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        for disk in 0..state.len() {
            for to in 0..3 {
                let free = state[..disk]
                    .iter()
                    .all(|&peg| peg != state[disk] && peg != to);
                if to != state[disk] && free {
                    let mut next = state.to_vec();
                    next[disk] = to;
                    found.push(next);
                }
            }
        }
        found
    }

    fn code(state: &[u8]) -> usize {
        state
            .iter()
            .rev()
            .fold(0, |code, &peg| code * 3 + usize::from(peg))
    }

    fn state(mut code: usize, disks: usize) -> Vec<u8> {
        (0..disks)
            .map(|_| {
                let peg = (code % 3) as u8;
                code /= 3;
                peg
            })
            .collect()
    }

    fn breadth_first(start: &[u8]) -> Vec<u64> {
        let mut distances = vec![u64::MAX; 3usize.pow(start.len() as u32)];
        distances[code(start)] = 0;
        let mut queue = VecDeque::from([start.to_vec()]);
        while let Some(now) = queue.pop_front() {
            for next in neighbours(&now) {
                if distances[code(&next)] == u64::MAX {
                    distances[code(&next)] = distances[code(&now)] + 1;
                    queue.push_back(next);
                }
            }
        }
        distances
    }

    #[test]
    fn every_distance_is_what_breadth_first_search_finds() {
        for disks in 1..=5 {
            for from in 0..3usize.pow(disks as u32) {
                let start = state(from, disks);
                for (to, &wanted) in breadth_first(&start).iter().enumerate() {
                    let goal = state(to, disks);
                    assert_eq!(distance(&start, &goal), wanted, "{start:?} to {goal:?}");
                }
            }
        }
    }

    #[test]
    fn ways_are_legal_and_as_long_as_the_distance() {
        for disks in 1..=4 {
            for from in 0..3usize.pow(disks as u32) {
                for to in 0..3usize.pow(disks as u32) {
                    let (mut now, goal) = (state(from, disks), state(to, disks));
                    let steps = shortest(&now, &goal);
                    assert_eq!(steps.len() as u64, distance(&now, &goal));
                    for step in steps {
                        assert_eq!(now[step.disk], step.from);
                        let mut next = now.clone();
                        next[step.disk] = step.to;
                        assert!(neighbours(&now).contains(&next));
                        now = next;
                    }
                    assert_eq!(now, goal);
                }
            }
        }
    }

    #[test]
    fn the_largest_tower_takes_all_moves() {
        assert_eq!(distance(&[0; MAX_DISKS], &[2; MAX_DISKS]), 65_535);
        assert_eq!(shortest(&[0; MAX_DISKS], &[2; MAX_DISKS]).len(), 65_535);
    }
}
