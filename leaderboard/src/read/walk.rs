//! One run: its figures, and a score and a mark an item.

use blake3::Hasher;
use tribunal_report::{Report, build_watching};
use tribunal_store::{Headline, Outcome, Reader, Run, ScoredRow, Settled};

use crate::catalog::{Catalog, Key};
use crate::error::BoardError;
use crate::marks::Marks;

/// What a walk over a run brings.
#[derive(Debug)]
pub(super) struct Walked {
    pub(super) report: Report,
    pub(super) digest: String,
    /// Cells in which the run was asked something.
    pub(super) cells: usize,
    /// By the number of the item, once [`Walked::settle`] has been called; before that the items
    /// that the catalog didn't know stand at the end, in the order of `fresh`.
    pub(super) marks: Marks,
    /// How many items the catalog knew.
    known: usize,
    fresh: Catalog,
    fresh_keys: Vec<Key>,
}

/// Walks over `run`.
///
/// # Errors
/// The store can't be read.
pub(super) fn walk(reader: &Reader, run: &Run, catalog: &Catalog) -> Result<Walked, BoardError> {
    let known = catalog.items.len();
    let mut items = Items {
        catalog,
        reading: run.spec.headline,
        marks: Marks::unasked(known),
        fresh: Catalog::default(),
        fresh_keys: Vec::new(),
        open: None,
        hasher: Hasher::new_derive_key("tribunal 2026 leaderboard results of a run"),
    };
    items.hash_run(run);
    let mut report = build_watching(reader, run, |row| items.take(row))?;
    items.close();
    // A board shows tasks and variations. Cells are most of a report, and there are as many reports as
    // models.
    let mut cells = 0;
    for task in &mut report.tasks {
        cells += std::mem::take(&mut task.cells).len();
    }
    Ok(Walked {
        report,
        cells,
        digest: items.hasher.finalize().to_hex().to_string(),
        marks: items.marks,
        known,
        fresh: items.fresh,
        fresh_keys: items.fresh_keys,
    })
}

impl Walked {
    /// Numbers in `catalog` what it didn't know.
    pub(super) fn settle(&mut self, catalog: &mut Catalog) {
        let marks = self.marks.split_off(self.known);
        self.marks.extend_to(catalog.items.len());
        let keys = std::mem::take(&mut self.fresh_keys);
        let fresh = std::mem::take(&mut self.fresh);
        for (place, key) in keys.into_iter().enumerate() {
            let number = catalog.adopt(key, &fresh, place as u32) as usize;
            self.marks.extend_to(number + 1);
            self.marks
                .set(number, marks.letter(place), marks.score(place));
        }
        self.known = self.marks.len();
    }
}

struct Items<'a> {
    catalog: &'a Catalog,
    reading: Headline,
    marks: Marks,
    fresh: Catalog,
    fresh_keys: Vec<Key>,
    open: Option<Open>,
    hasher: Hasher,
}

/// The item whose repeats are coming in.
struct Open {
    ordinal: u32,
    place: usize,
    sum: f64,
    count: u32,
    mark: u8,
}

impl Items<'_> {
    fn take(&mut self, row: &ScoredRow) {
        self.hash(row);
        if self
            .open
            .as_ref()
            .is_none_or(|open| open.ordinal != row.ordinal)
        {
            self.close();
            let place = self.place(row);
            self.open = Some(Open {
                ordinal: row.ordinal,
                place,
                sum: 0.0,
                count: 0,
                mark: b'.',
            });
        }
        let Some(open) = &mut self.open else { return };
        let outcome = row.outcome(self.reading);
        let mark = outcome.map_or(b'?', letter);
        // With repeats an item bears the first mark that isn't a right answer's.
        if open.mark == b'.' || open.mark == b'c' {
            open.mark = mark;
        }
        let Settled::Answered(answered) = &row.settled else {
            return;
        };
        if let Some(scores) = &answered.scores
            && outcome != Some(Outcome::Error)
        {
            open.sum += match self.reading {
                Headline::Strict => scores.strict.score,
                Headline::Lenient => scores.lenient.score,
            };
            open.count += 1;
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            let score = (open.count > 0).then(|| open.sum / f64::from(open.count));
            self.marks.set(open.place, open.mark, score);
        }
    }

    /// The number of the row's item; of equal items in a run each has its own.
    fn place(&mut self, row: &ScoredRow) -> usize {
        let known = self.catalog.items.len();
        for nth in 0.. {
            let key = (row.digest, nth);
            let place = match self.catalog.find(&key) {
                Some(place) => place as usize,
                None => match self.fresh.find(&key) {
                    Some(place) => known + place as usize,
                    None => {
                        let place = known + self.fresh.add(key, row) as usize;
                        self.fresh_keys.push(key);
                        self.marks.extend_to(place + 1);
                        return place;
                    }
                },
            };
            if self.marks.letter(place) == b'.' {
                return place;
            }
        }
        unreachable!("a run has fewer than 2³² equal items")
    }

    fn hash_run(&mut self, run: &Run) {
        let spec = &run.spec;
        for text in [
            &spec.uid,
            &spec.plan_digest,
            &spec.seed,
            &spec.model,
            &spec.provider,
            &spec.model_identity,
            &spec.sampling_sent,
        ] {
            self.text(text);
        }
    }

    fn text(&mut self, text: &str) {
        self.hasher.update(&(text.len() as u64).to_le_bytes());
        self.hasher.update(text.as_bytes());
    }

    fn number(&mut self, number: Option<u64>) {
        self.hasher.update(&[u8::from(number.is_some())]);
        self.hasher.update(&number.unwrap_or(0).to_le_bytes());
    }

    /// Everything of a row that a figure rests on.
    fn hash(&mut self, row: &ScoredRow) {
        self.hasher.update(&row.ordinal.to_le_bytes());
        self.hasher.update(&row.repeat.to_le_bytes());
        self.hasher.update(&row.digest);
        self.hasher.update(&row.weight.to_le_bytes());
        self.hasher.update(&row.attempts.to_le_bytes());
        match &row.settled {
            Settled::Failed { class, message } => {
                self.hasher.update(b"f");
                self.text(class);
                self.text(message);
            }
            Settled::Answered(answered) => {
                self.hasher.update(b"a");
                self.text(&answered.finish);
                let usage = answered.usage;
                for number in [
                    usage.input,
                    usage.output,
                    usage.reasoning,
                    usage.cached,
                    answered.cost_micros,
                    answered.first_byte_us,
                    answered.total_us,
                ] {
                    self.number(number);
                }
                if let Some(scores) = &answered.scores {
                    self.text(&scores.judge_version);
                    for score in [&scores.strict, &scores.lenient] {
                        self.text(score.outcome.as_str());
                        self.hasher.update(&score.score.to_le_bytes());
                        self.text(score.answer.as_deref().unwrap_or_default());
                    }
                }
            }
        }
    }
}

/// The letter that stands for an outcome.
fn letter(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Correct => b'c',
        Outcome::Incorrect => b'i',
        Outcome::Unparsable => b'u',
        Outcome::Truncated => b't',
        Outcome::Refused => b'r',
        Outcome::Error => b'e',
    }
}
