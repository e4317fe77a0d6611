//! The n-gram closed position set: what a few cells around the head can look like.
//!
//! A *context* is the state, the symbol under the head, and the nearest `left` and `right` cells on
//! its two sides. Beside them a set of words is kept for each side: every word of that many cells
//! that may stand at least one cell away from the nearest. When the head moves right, the word on its
//! left moves one cell away and joins the words of the left; what comes into view at the far end on
//! the right is the last symbol of some word of the right that begins with the cells in view. The
//! left is the mirror image. The least sets that are closed under this and hold the empty tape cover
//! every configuration the machine is ever in; if no context in them stops, it never stops. (N. Fenner's
//! n-gram CPS.)
//!
//! The verifier computes the sets in rounds, each over all contexts known, until one adds nothing.

use std::collections::HashSet;

use super::{Refusal, count};
use crate::turing::machine::{Machine, Side};

/// Most cells that are looked at on one side.
pub const MAX_GRAM: u32 = 16;
/// Most contexts.
pub const MAX_CONTEXTS: usize = 20_000;
/// Most contexts that are visited, over all rounds.
pub const MAX_VISITS: u64 = 500_000;

/// Cells of one side, the nearest first.
type Word = Vec<u8>;

/// Computes the sets and looks for a stop in them.
pub(super) fn verify(machine: &Machine, left: u32, right: u32, told: u64) -> Result<(), Refusal> {
    if left == 0 || right == 0 {
        return Err(Refusal::wrong(
            "at least one cell has to be looked at on each side",
        ));
    }
    if left > MAX_GRAM || right > MAX_GRAM {
        return Err(Refusal::limit(format!(
            "at most {MAX_GRAM} cells are looked at on one side"
        )));
    }
    let empty = |length: u32| -> Word { vec![0; length as usize] };
    let mut words = [HashSet::from([empty(left)]), HashSet::from([empty(right)])];
    let start = (0u8, 0u8, empty(left), empty(right));
    let mut known = HashSet::from([start.clone()]);
    let mut contexts = vec![start];
    let mut visits = 0;
    loop {
        let size = (contexts.len(), words[0].len(), words[1].len());
        let mut index = 0;
        // Contexts found in a round are visited in the same.
        while let Some((state, symbol, left, right)) = contexts.get(index).cloned() {
            index += 1;
            visits += 1;
            let moves = machine
                .action(state, symbol)
                .and_then(|action| Some((action, action.next?)));
            let Some((action, next)) = moves else {
                return Err(Refusal::wrong(format!(
                    "the machine may stop in state {} on {symbol}, for all that these cells tell",
                    machine.state_letter(Some(state))
                )));
            };
            let (behind, ahead, side) = match action.side {
                Side::Right => (left, right, 0),
                Side::Left => (right, left, 1),
            };
            let mut near = vec![action.write];
            near.extend_from_slice(&behind[..behind.len() - 1]);
            words[side].insert(behind);
            let mut in_view = ahead[1..].to_vec();
            for far in 0..machine.symbols() as u8 {
                in_view.push(far);
                if words[1 - side].contains(&in_view) {
                    let (left, right) = match action.side {
                        Side::Right => (near.clone(), in_view.clone()),
                        Side::Left => (in_view.clone(), near.clone()),
                    };
                    let context = (next, ahead[0], left, right);
                    if known.insert(context.clone()) {
                        contexts.push(context);
                    }
                }
                in_view.pop();
            }
            if contexts.len() > MAX_CONTEXTS || visits > MAX_VISITS {
                return Err(Refusal::limit(format!(
                    "there are more than {MAX_CONTEXTS} contexts, or {MAX_VISITS} visits to them"
                )));
            }
        }
        if size == (contexts.len(), words[0].len(), words[1].len()) {
            return count("contexts", contexts.len() as u64, told);
        }
    }
}
