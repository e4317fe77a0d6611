//! Scripts for machines that repeat nothing: a closed set of contexts.
//!
//! The closure is that of the lemma `never_halts_closed`: a context is the state, the cell under the
//! head and some cells on both sides. When the head moves, the word behind it has left the view, and
//! any word that has left the view on the other side, or 0s, may come into view there, if it fits.

use std::collections::BTreeSet;

use tribunal_verifiers::lean::turing::list;
use tribunal_verifiers::turing::{Machine, Side};

use super::proof::Script;

/// The most contexts of a proof: the kernel looks each up among all.
const CONTEXTS: usize = 60;
/// The most cells on a side.
const CELLS: usize = 5;

/// State, cells on the left, the head's cell, cells on the right; the nearest first.
type Context = (u8, Vec<u8>, u8, Vec<u8>);

/// What can come into view.
#[derive(Debug, Default)]
struct Closure {
    contexts: BTreeSet<Context>,
    /// The words behind the contexts, on the left and on the right.
    words: [BTreeSet<Vec<u8>>; 2],
}

/// The proof with the fewest cells in view, if there is one within the limits.
pub(super) fn script(machine: &Machine) -> Option<Script> {
    let mut sizes: Vec<(usize, usize)> = (1..=CELLS)
        .flat_map(|left| (1..=CELLS).map(move |right| (left, right)))
        .collect();
    sizes.sort_by_key(|&(left, right)| (left + right, left.abs_diff(right), left));
    let (left, right, closure) = sizes.into_iter().find_map(|(left, right)| {
        closure(machine, left, right).map(|closure| (left, right, closure))
    })?;
    let term = |(state, left, head, right): &Context| {
        let state = machine.state_letter(Some(*state));
        format!("⟨some {state}, {}, {head}, {}⟩", list(left), list(right))
    };
    let contexts: Vec<String> = closure.contexts.iter().map(term).collect();
    let words = |side: usize| {
        let words: Vec<String> = closure.words[side].iter().map(|word| list(word)).collect();
        words.join(", ")
    };
    let body = |contexts: &[String]| {
        format!(
            "exact never_halts_closed M {} {}\n  [{}]\n  [{}]\n  [{}]\n  \
             (by decide +kernel) (by decide +kernel) (by decide +kernel) (by decide +kernel)",
            left - 1,
            right - 1,
            contexts.join(",\n   "),
            words(0),
            words(1),
        )
    };
    // Without any one of them the set is not closed: all of them come of the first.
    let (broken, _) = contexts.split_at(contexts.len() - 1);
    Some(Script::with_lemmas(body(&contexts), body(broken)))
}

/// The least closed set, if nothing in it halts and it keeps to the limits.
fn closure(machine: &Machine, left: usize, right: usize) -> Option<Closure> {
    let mut found = Closure::default();
    found.words[0].insert(vec![0; left]);
    found.words[1].insert(vec![0; right]);
    found.contexts.insert((0, vec![0; left], 0, vec![0; right]));
    loop {
        let before = (
            found.contexts.len(),
            found.words.each_ref().map(BTreeSet::len),
        );
        for context in found.contexts.clone() {
            let (state, left, head, right) = &context;
            let action = machine.action(*state, *head)?;
            let next = action.next?;
            let (back, ahead, words) = match action.side {
                Side::Left => (right, left, [1, 0]),
                Side::Right => (left, right, [0, 1]),
            };
            found.words[words[0]].insert(back.clone());
            let mut behind = vec![action.write];
            behind.extend(&back[..back.len() - 1]);
            for word in found.words[words[1]].clone() {
                if word[..word.len() - 1] != ahead[1..] {
                    continue;
                }
                let (behind, head) = (behind.clone(), ahead[0]);
                found.contexts.insert(match action.side {
                    Side::Left => (next, word, head, behind),
                    Side::Right => (next, behind, head, word),
                });
            }
            if found.contexts.len() > CONTEXTS {
                return None;
            }
        }
        if before
            == (
                found.contexts.len(),
                found.words.each_ref().map(BTreeSet::len),
            )
        {
            return Some(found);
        }
    }
}
