//! `beyondbench.hard.tower_hanoi`: moves that lead a Tower of Hanoi from one configuration to
//! another.
//!
//! Hard about it: a long plan without a slip; from the middle of a game the memorised pattern of
//! the whole tower no longer helps. The answer is verified by carrying it out, and the fewest moves
//! are proved, beside the generators, by breadth-first search over all configurations.
//!
//! The published task has six prompts for each number of disks: a whole tower from one of the pegs
//! A, B, C to another. Here disks are named by different sizes up to 999 and pegs by three of 26
//! letters. A whole tower of five disks then has C(999, 5)·15,600·6 > 7·10^17 prompts, one of four
//! disks more than 10^15, and three scattered disks to be scattered otherwise more than 10^15. A whole
//! tower of three disks can't reach that: three sizes, three letters and two pegs make 10^13.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::HanoiCheck;

use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, binomial, falling, power};
use crate::task::{GenerateError, Order, Task, Variation};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.hard.tower_hanoi",
    version: 1,
    summary: "moves that lead a Tower of Hanoi from one configuration to another",
    variations: &[
        Variation {
            name: "tower",
            summary: "a whole tower from one peg to another, by any legal way",
        },
        Variation {
            name: "tower_shortest",
            summary: "a whole tower from one peg to another, by a shortest way",
        },
        Variation {
            name: "gather",
            summary: "scattered disks to a whole tower, by any legal way",
        },
        Variation {
            name: "gather_shortest",
            summary: "scattered disks to a whole tower, by a shortest way",
        },
        Variation {
            name: "rearrange",
            summary: "scattered disks to another scattering, by any legal way",
        },
        Variation {
            name: "rearrange_shortest",
            summary: "scattered disks to another scattering, by a shortest way",
        },
    ],
    params: &[Param::int("disks", "how many disks there are", (2, 12), 5)],
    generate,
    space,
};

/// The largest size that names a disk.
const LARGEST: i64 = 999;

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let count = order.params.size("disks");
    let mut disks = stream
        .distinct(count, 1, LARGEST)
        .ok_or_else(|| GenerateError::new("there are more disks than sizes; lower `disks`"))?;
    disks.sort_unstable();
    let pegs = pegs(stream);
    let (kind, shortest) = match order.variation.strip_suffix("_shortest") {
        Some(kind) => (kind, true),
        None => (order.variation, false),
    };
    let (start, goal) = ends(kind, count, stream);
    let vars = Vars::new()
        .with("disks", count as i64)
        .with("pegs", format!("{}, {} and {}", pegs[0], pegs[1], pegs[2]))
        .with("start", picture(&disks, pegs, &start))
        .with("goal", picture(&disks, pegs, &goal))
        .with("ask", if shortest { "shortest" } else { "any" });
    let disks = disks.iter().map(|&size| size as u32).collect();
    let check = HanoiCheck::new(disks, pegs, start, goal, shortest)
        .map_err(|error| GenerateError::new(error.to_string()))?;
    Ok(Draft::new(vars, Check::Hanoi(check)))
}

/// All sets of sizes, pegs in all orders, and all pairs of configurations that differ in the largest
/// disk.
fn space(order: Order<'_>) -> Space {
    let disks = order.params.size("disks");
    let ends = match order.variation.split('_').next() {
        Some("tower") => 6u32.into(),
        Some("gather") => power(3, disks) * 2u32,
        _ => power(3, 2 * disks - 2) * 6u32,
    };
    let sizes = binomial(LARGEST as u64, disks);
    super::small_because(
        Space::exactly(sizes * falling(26, 3) * ends),
        "so few disks have no more sizes and configurations",
    )
}

/// Three different capital letters.
fn pegs(stream: &mut Stream) -> [char; 3] {
    let mut letters: Vec<u8> = (b'A'..=b'Z').collect();
    [0; 3].map(|_| char::from(letters.swap_remove(stream.index(letters.len()))))
}

/// Start and goal, which differ in the largest disk, so that no item is a matter of a few moves of
/// small ones.
fn ends(kind: &str, count: usize, stream: &mut Stream) -> (Vec<u8>, Vec<u8>) {
    let scattered =
        |stream: &mut Stream| -> Vec<u8> { (0..count).map(|_| stream.below(3) as u8).collect() };
    let mut start = match kind {
        "tower" => vec![stream.below(3) as u8; count],
        _ => scattered(stream),
    };
    let goal = match kind {
        "rearrange" => scattered(stream),
        _ => vec![stream.below(3) as u8; count],
    };
    let last = count - 1;
    if start[last] == goal[last] {
        let other = (start[last] + 1 + stream.below(2) as u8) % 3;
        match kind {
            "tower" => start.fill(other),
            _ => start[last] = other,
        }
    }
    (start, goal)
}

/// One line a peg, its disks from bottom to top.
fn picture(disks: &[i64], pegs: [char; 3], places: &[u8]) -> String {
    let lines = pegs.iter().zip(0..).map(|(peg, index)| {
        let here: Vec<String> = disks
            .iter()
            .zip(places)
            .rev()
            .filter(|&(_, &place)| place == index)
            .map(|(size, _)| size.to_string())
            .collect();
        let here = if here.is_empty() {
            "empty".to_owned()
        } else {
            here.join(" ")
        };
        format!("{peg}: {here}")
    });
    lines.collect::<Vec<_>>().join("\n")
}
