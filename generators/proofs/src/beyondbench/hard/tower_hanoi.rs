//! `beyondbench.hard.tower_hanoi`, by breadth-first search over all configurations: at most 3^12 of
//! them, so no size needs another method. The key's own moves are carried out by a simulator that
//! knows nothing but the rules.

use super::answer::{given, number, takes};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.tower_hanoi",
    method: "breadth-first search and simulation",
    confirm,
};

/// The most disks whose configurations are searched.
const MOST: usize = 12;

/// One move: disk (by its place among the sizes) and pegs.
type Step = (usize, usize, usize);

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let (start, goal) = (board(question, "start")?, board(question, "goal")?);
    let names = start.pegs;
    ensure!(names == goal.pegs, "start and goal have different pegs");
    ensure!(start.disks == goal.disks, "start and goal differ in disks");
    ensure!(
        question.int("disks") == Ok(start.disks.len() as i64),
        "the prompt counts another number of disks"
    );
    ensure!(start.disks.len() <= MOST, "there are over {MOST} disks");
    let way = search(&start.places, &goal.places)
        .ok_or_else(|| Doubt::new("the goal is out of reach"))?;
    let shortest = question.text("ask")? == "shortest";
    let spell = |steps: &[Step]| {
        let spelled = steps.iter().map(|&(disk, from, to)| {
            format!("{}: {} -> {}", start.disks[disk], names[from], names[to])
        });
        spelled.collect::<Vec<_>>().join(", ")
    };
    ensure!(
        takes(question, &spell(&way)),
        "a shortest way, {} moves, is not accepted",
        way.len()
    );
    // The smallest disk makes its first step by way of the third peg: one move more.
    if let Some(place) = way.iter().position(|&(disk, ..)| disk == 0) {
        let mut longer = way.clone();
        let (disk, from, to) = longer[place];
        let over = 3 - from - to;
        longer.splice(place..=place, [(disk, from, over), (disk, over, to)]);
        ensure!(
            takes(question, &spell(&longer)) != shortest,
            "a detour of one move is taken for what it is not"
        );
    }
    simulate(question, &start, &goal, shortest.then_some(way.len()))
}

/// The pegs as the prompt shows them.
struct Board<'a> {
    pegs: [&'a str; 3],
    /// The sizes, ascending.
    disks: Vec<u32>,
    /// The peg of each disk, in the order of the sizes.
    places: Vec<usize>,
}

fn board<'a>(question: &Question<'a>, name: &str) -> Result<Board<'a>, Doubt> {
    let mut pegs = [""; 3];
    let mut standing: Vec<(u32, usize)> = Vec::new();
    let text = question.text(name)?;
    ensure!(text.lines().count() == 3, "`{name}` has not three pegs");
    for (place, line) in text.lines().enumerate() {
        let Some((peg, disks)) = line.split_once(": ") else {
            return Err(Doubt::new(format!("`{line}` is no peg")));
        };
        pegs[place] = peg;
        let mut below = u32::MAX;
        for size in disks.split(' ').filter(|size| *size != "empty") {
            let size = number(size)?;
            ensure!(size < below, "disk {size} lies on a smaller one");
            below = size;
            standing.push((size, place));
        }
    }
    standing.sort_unstable();
    let (disks, places) = standing.into_iter().unzip();
    Ok(Board {
        pegs,
        disks,
        places,
    })
}

/// A shortest way: configurations are numbers in base 3, a digit a disk, the smallest disk first.
fn search(start: &[usize], goal: &[usize]) -> Option<Vec<Step>> {
    let code = |places: &[usize]| places.iter().rev().fold(0, |code, place| 3 * code + place);
    let count = 3usize.pow(start.len() as u32);
    let (first, last) = (code(start), code(goal));
    // How each configuration was reached: 1 + 9 · disk + 3 · from + to, 0 where it was not.
    let mut reached = vec![0u8; count];
    let mut queue = Vec::with_capacity(count);
    queue.push(first);
    reached[first] = u8::MAX;
    let mut next = 0;
    while reached[last] == 0 {
        let now = *queue.get(next)?;
        next += 1;
        // The top disk of a peg is the smallest there; it may go to a peg without a smaller one.
        let mut covered = [false; 3];
        let (mut rest, mut power) = (now, 1);
        for disk in 0..start.len() {
            let from = rest % 3;
            rest /= 3;
            if !covered[from] {
                for to in (0..3).filter(|&to| to != from && !covered[to]) {
                    let then = now + to * power - from * power;
                    if reached[then] == 0 {
                        reached[then] = (1 + 9 * disk + 3 * from + to) as u8;
                        queue.push(then);
                    }
                }
            }
            covered[from] = true;
            if covered == [true; 3] {
                break;
            }
            power *= 3;
        }
    }
    let mut way = Vec::new();
    let mut at = last;
    while at != first {
        let step = usize::from(reached[at]) - 1;
        let (disk, from, to) = (step / 9, step / 3 % 3, step % 3);
        way.push((disk, from, to));
        let power = 3usize.pow(disk as u32);
        at = at + from * power - to * power;
    }
    way.reverse();
    Some(way)
}

/// Carries out the key's own moves.
fn simulate(
    question: &Question<'_>,
    start: &Board<'_>,
    goal: &Board<'_>,
    fewest: Option<usize>,
) -> Result<(), Doubt> {
    let mut stacks: [Vec<u32>; 3] = Default::default();
    for (&size, &place) in start.disks.iter().zip(&start.places).rev() {
        stacks[place].push(size);
    }
    let peg = |name: &str| start.pegs.iter().position(|known| *known == name);
    let moves = given(question)?;
    let mut count = 0;
    for step in moves.split(", ") {
        let parts = step.split_once(": ").and_then(|(disk, way)| {
            let (from, to) = way.split_once(" -> ")?;
            Some((disk, peg(from)?, peg(to)?))
        });
        let Some((disk, from, to)) = parts else {
            return Err(Doubt::new(format!("`{step}` is no move")));
        };
        let disk: u32 = number(disk)?;
        ensure!(
            stacks[from].pop() == Some(disk),
            "the key moves disk {disk} from where it is not on top"
        );
        ensure!(
            stacks[to].last().is_none_or(|&below| below > disk),
            "the key lays disk {disk} on a smaller one"
        );
        stacks[to].push(disk);
        count += 1;
    }
    let mut ends = vec![0; goal.disks.len()];
    for (place, stack) in stacks.iter().enumerate() {
        for size in stack {
            if let Ok(disk) = goal.disks.binary_search(size) {
                ends[disk] = place;
            }
        }
    }
    ensure!(ends == goal.places, "the key's moves lead somewhere else");
    ensure!(
        fewest.is_none_or(|fewest| fewest == count),
        "the key takes {count} moves, not the fewest"
    );
    Ok(())
}
