//! `lean.busy_beaver.never_halts`, by running the machines that halt, and of the others by confirming
//! on two stacks what their proofs say: that they repeat themselves, or that no context in sight halts.

use std::collections::HashSet;

use tribunal_verifiers::turing::Certificate;

use super::machine::machine;
use super::statement::Statement;
use crate::busy_beaver::certificate;
use crate::busy_beaver::table::{Table, halt};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "lean.busy_beaver.never_halts",
    method: "a run on two stacks, and the repetition or the contexts by other means",
    confirm,
};

/// Steps that a machine is run for.
const WATCHED: u64 = 2_000;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let statement = Statement::of(question, "never_halts", "NeverHalts M")?;
    let table = machine(question, &statement)?;
    let halts = halt(&table, WATCHED).is_some();
    ensure!(halts != statement.claimed, "it halts: {halts}");
    if !statement.claimed {
        return Ok(());
    }
    let number = |words: &[&str], place: usize| -> Result<u64, Doubt> {
        let word = words.get(place).and_then(|word| word.parse().ok());
        word.ok_or_else(|| Doubt::new("the proof does not say where it repeats itself"))
    };
    if let Some(words) = statement.behind("exact never_halts_repeated M ", &['(']) {
        let (start, period) = (number(&words, 0)?, number(&words, 1)?);
        return certificate::confirm(&table, &Certificate::Cycler { start, period });
    }
    if let Some(words) = statement.behind("exact never_halts_grown M ", &['(']) {
        let (start, period) = (number(&words, 1)?, number(&words, 2)?);
        return certificate::confirm(&table, &Certificate::TranslatedCycler { start, period });
    }
    if let Some(words) = statement.behind("exact never_halts_closed M ", &['[']) {
        let (left, right) = (
            number(&words, 0)? as usize + 1,
            number(&words, 1)? as usize + 1,
        );
        return contexts(&table, left, right);
    }
    Err(Doubt::new("the proof uses no known lemma"))
}

/// State, left, head, right; the words have their nearest cell first.
type Context = (char, String, char, String);

/// That no context with so many cells in view halts, by growing the set one finding at a time.
fn contexts(table: &Table, left: usize, right: usize) -> Result<(), Doubt> {
    let blank = |cells: usize| "0".repeat(cells);
    let mut words = [HashSet::from([blank(left)]), HashSet::from([blank(right)])];
    let mut found: HashSet<Context> = HashSet::from([('A', blank(left), '0', blank(right))]);
    loop {
        let mut new: Vec<Context> = Vec::new();
        let mut gone: Vec<(usize, String)> = Vec::new();
        for (state, left, head, right) in &found {
            let rule = table.rules.get(&(*state, *head));
            let Some(&(write, to_right, next)) = rule else {
                return Err(Doubt::new("a transition is not defined"));
            };
            ensure!(next != table.halt, "a context in sight halts");
            let (back, ahead, into) = if to_right {
                (left, right, 1)
            } else {
                (right, left, 0)
            };
            gone.push((1 - into, back.clone()));
            let behind = format!("{write}{}", &back[..back.len() - 1]);
            let cell = ahead.chars().next().unwrap_or('0');
            for word in words[into]
                .iter()
                .filter(|word| word[..word.len() - 1] == ahead[1..])
            {
                let (behind, word) = (behind.clone(), word.clone());
                new.push(if to_right {
                    (next, behind, cell, word)
                } else {
                    (next, word, cell, behind)
                });
            }
        }
        let before = (found.len(), words[0].len() + words[1].len());
        found.extend(new);
        for (side, word) in gone {
            words[side].insert(word);
        }
        if before == (found.len(), words[0].len() + words[1].len()) {
            return Ok(());
        }
        ensure!(found.len() < 10_000, "there are too many contexts");
    }
}
