//! The test of a plugin: what has to hold before it is worth anybody's answers.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;
use tribunal_generators::sample::Stream;
use tribunal_generators::seed::StreamKeys;
use tribunal_generators::supply::Description;
use tribunal_generators::task::Order;
use tribunal_generators::{Digest, Draft, Item, ParamKind, ParamValue, Params};
use tribunal_verifiers::checks::PluginCheck;
use tribunal_verifiers::{Answer, Check, Finish, Outcome, Verdict};

use crate::error::PluginError;
use crate::judge;
use crate::manifest::Answers;
use crate::plugin::Plugin;
use crate::supply::{PluginLot, PluginSupply};

/// How many items are made a second time by themselves, and answers judged so.
const ALONE: usize = 12;
/// How many items have their right answers changed.
const MUTATED: usize = 200;
/// How many items are made at each end of each parameter's range.
const AT_THE_EDGE: u64 = 8;
/// The share of repeats, in percent, from which on items are not unique.
const REPEATS: usize = 5;
/// Examples shown of what is wrong.
const SHOWN: usize = 3;

/// Answers that no item has, and that `verify` must bear.
const NONSENSE: &[&str] = &[
    "",
    " ",
    "I don't know",
    "-",
    "0x",
    "[[[",
    "1e999999",
    "٤٢ ⅷ ½",
    "\u{202e}evil\u{0}",
    "9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999",
];

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What.
    pub what: &'static str,
    /// Whether it holds.
    pub holds: bool,
    /// In figures, or what is wrong.
    pub detail: String,
}

/// What came of a trial.
#[derive(Clone, Debug, Serialize)]
pub struct Trial {
    /// The task.
    pub task: String,
    /// BLAKE3 of the plugin's bytes, in hex.
    pub digest: String,
    /// In the order in which things were looked at.
    pub findings: Vec<Finding>,
    /// Items a second, after start-up.
    pub rate: f64,
}

impl Trial {
    /// Whether everything holds.
    pub fn passed(&self) -> bool {
        self.findings.iter().all(|finding| finding.holds)
    }
}

/// Renders an item's prompt under a variation.
pub type Render<'a> = &'a dyn Fn(&'static str, &Arc<Item>) -> Result<String, String>;

/// An item with the variation it is of.
struct Made {
    variation: &'static str,
    item: Arc<Item>,
}

/// Puts `plugin` to the test with `count` items over its variations, drawn under `seed`.
///
/// # Errors
/// [`PluginError`] when the machine fails. What the plugin does wrong is in the trial.
pub fn run(
    plugin: &Arc<Plugin>,
    count: u64,
    seed: &str,
    render: Render<'_>,
) -> Result<Trial, PluginError> {
    let mut bench = Bench {
        plugin,
        task: plugin.manifest().leak(),
        supply: PluginSupply::of(plugin),
        seed,
        findings: Vec::new(),
    };
    let tests = plugin.tests();
    let failed = plugin.driver().test(&tests)?;
    let failed = failed.iter().map(|(name, fault)| {
        let place = fault.in_file(plugin.file());
        if fault.inside.as_deref() == Some(name) {
            place.to_string()
        } else {
            format!("{name}: {place}")
        }
    });
    let ran = format!("{} of its own tests", tests.len());
    bench.find("tests", failed.collect(), ran);
    let (made, rate) = bench.make(count)?;
    bench.edges()?;
    if !made.is_empty() {
        bench.repeats(count, &made)?;
        bench.unique(&made);
        bench.prompts(&made, render);
        bench.answers(&made)?;
    }
    Ok(Trial {
        task: plugin.manifest().name.clone(),
        digest: plugin.digest_hex(),
        findings: bench.findings,
        rate,
    })
}

struct Bench<'a> {
    plugin: &'a Arc<Plugin>,
    task: Description,
    supply: PluginSupply,
    seed: &'a str,
    findings: Vec<Finding>,
}

impl Bench<'_> {
    /// Notes that `what` holds, with `fine` as its detail, unless something is wrong.
    fn find(&mut self, what: &'static str, wrong: Vec<String>, fine: String) {
        let more = wrong.len().saturating_sub(SHOWN);
        let mut shown = wrong.into_iter().take(SHOWN).collect::<Vec<_>>();
        if more > 0 {
            shown.push(format!("and {more} more like these"));
        }
        let holds = shown.is_empty();
        self.findings.push(Finding {
            what,
            holds,
            detail: if holds { fine } else { shown.join("\n") },
        });
    }

    fn params(&self, given: Option<(&str, ParamValue)>) -> Params {
        Params::resolve(self.task.params, given)
            .unwrap_or_else(|error| unreachable!("values come from the declarations: {error}"))
    }

    fn lot(&self, variation: &'static str, params: &Params) -> PluginLot {
        let task = &self.task;
        let keys = StreamKeys::new(self.seed, task.name, task.version, variation, params);
        self.supply.lot(Order { variation, params }, keys)
    }

    /// Drafts of `range`, or why each failed.
    fn drafts(
        lot: &PluginLot,
        range: std::ops::Range<u64>,
    ) -> Result<Vec<Result<Draft, String>>, PluginError> {
        let made = lot.make(range).map_err(|error| {
            PluginError::Broken(format!("the machine failed, and not the plugin: {error}"))
        })?;
        let read = made.into_iter().map(|draft| match draft {
            Ok(draft) => match draft.check.failure() {
                Some(reason) => Err(reason.to_owned()),
                None => Ok(draft),
            },
            Err(error) => Err(format!("no problem at the default parameters: {error}")),
        });
        Ok(read.collect())
    }

    /// Makes the items at default parameters; those that could be made, and the rate.
    fn make(&mut self, count: u64) -> Result<(Vec<Made>, f64), PluginError> {
        let share = share(count, self.task.variations.len());
        let (mut made, mut wrong) = (Vec::new(), Vec::new());
        let params = self.params(None);
        let mut seconds = 0.0;
        for variation in self.task.variations {
            let lot = self.lot(variation.name, &params);
            // Start-up is not counted: it is paid once a batch.
            Self::drafts(&lot, 0..1)?;
            let started = Instant::now();
            let drafts = Self::drafts(&lot, 0..share)?;
            seconds += started.elapsed().as_secs_f64();
            for (index, draft) in (0..).zip(drafts) {
                match draft {
                    Ok(draft) => made.push(Made {
                        variation: variation.name,
                        item: Arc::new(self.item(variation.name, index, draft)),
                    }),
                    Err(reason) => wrong.push(reason),
                }
            }
        }
        let items = share * self.task.variations.len() as u64;
        let rate = items as f64 / seconds.max(1e-9);
        self.find("items", wrong, format!("{items} made, {rate:.0} a second"));
        Ok((made, rate))
    }

    fn item(&self, variation: &str, index: u64, draft: Draft) -> Item {
        Item {
            index,
            digest: Digest::of(self.task.name, variation, &draft.vars, &draft.check),
            vars: draft.vars,
            check: draft.check,
            cluster: draft.cluster,
        }
    }

    /// Makes some items at the ends of every parameter's range. That parameters admit no problem is
    /// no mistake there.
    fn edges(&mut self) -> Result<(), PluginError> {
        let (mut wrong, mut points) = (Vec::new(), 0);
        for param in self.task.params {
            let values = match param.kind {
                ParamKind::Int { min, max, .. } => vec![ParamValue::Int(min), ParamValue::Int(max)],
                ParamKind::Bool { default } => vec![ParamValue::Bool(!default)],
                ParamKind::Choice(words) => words[1..]
                    .iter()
                    .map(|word| ParamValue::Text((*word).to_owned()))
                    .collect(),
            };
            for value in values {
                points += 1;
                let params = self.params(Some((param.name, value)));
                for variation in self.task.variations {
                    let lot = self.lot(variation.name, &params);
                    let refused = |reason: &String| reason.contains("no problem");
                    let drafts = Self::drafts(&lot, 0..AT_THE_EDGE)?;
                    wrong.extend(
                        drafts
                            .into_iter()
                            .filter_map(Result::err)
                            .filter(|r| !refused(r)),
                    );
                }
            }
        }
        let fine = format!("made at {points} ends of the parameters' ranges");
        self.find("ranges", wrong, fine);
        Ok(())
    }

    /// Makes the items again, and some by themselves.
    fn repeats(&mut self, count: u64, made: &[Made]) -> Result<(), PluginError> {
        let mut wrong = Vec::new();
        let params = self.params(None);
        let share = share(count, self.task.variations.len());
        for variation in self.task.variations {
            let first: Vec<&Made> = made
                .iter()
                .filter(|m| m.variation == variation.name)
                .collect();
            let lot = self.lot(variation.name, &params);
            let again = Self::drafts(&lot, 0..share)?;
            let same = |index: u64, draft: &Result<Draft, String>| {
                let found = first.iter().find(|made| made.item.index == index);
                match (found, draft) {
                    (Some(made), Ok(draft)) => {
                        made.item.vars == draft.vars && made.item.check == draft.check
                    }
                    (None, Err(_)) => true,
                    _ => false,
                }
            };
            let differing = (0..)
                .zip(&again)
                .filter(|(index, draft)| !same(*index, draft));
            wrong.extend(differing.map(|(index, _)| {
                format!(
                    "{}:{}, item {index} differs when it is made again",
                    self.task.name, variation.name
                )
            }));
            let stride = (share as usize / ALONE).max(1);
            for index in (0..share).rev().step_by(stride).take(ALONE) {
                let alone = Self::drafts(&lot, index..index + 1)?;
                if !same(index, &alone[0]) {
                    wrong.push(format!(
                        "{}:{}, item {index} differs when it is made by itself: `generate` keeps \
                         something from one item to the next, or draws from something else than \
                         `rng`",
                        self.task.name, variation.name
                    ));
                }
            }
        }
        let fine = "made again, together and alone, and the same".to_owned();
        self.find("determinism", wrong, fine);
        Ok(())
    }

    fn unique(&mut self, made: &[Made]) {
        let mut seen: HashMap<Digest, usize> = HashMap::new();
        for made in made {
            *seen.entry(made.item.digest).or_default() += 1;
        }
        let repeats = made.len() - seen.len();
        let fine = format!("{} different, {repeats} repeats", seen.len());
        let wrong = (repeats * 100 > made.len() * REPEATS).then(|| {
            format!(
                "{repeats} of {} items repeat others: draw from a larger space at the default \
                 parameters",
                made.len()
            )
        });
        self.find("uniqueness", wrong.into_iter().collect(), fine);
    }

    fn prompts(&mut self, made: &[Made], render: Render<'_>) {
        let (mut seen, mut wrong, mut bytes) = (HashMap::new(), Vec::new(), 0);
        for Made { variation, item } in made {
            match render(variation, item) {
                Ok(prompt) => {
                    bytes += prompt.len();
                    let other = seen.entry(prompt).or_insert(item);
                    if other.check.reference() != item.check.reference()
                        && self.plugin.manifest().answers == Answers::One
                    {
                        wrong.push(format!(
                            "items {} and {} ask the same and have different answers: the prompt \
                             leaves something out",
                            other.index, item.index
                        ));
                    }
                }
                Err(error) => wrong.push(format!("item {}: {error}", item.index)),
            }
        }
        let fine = format!(
            "all rendered, {} bytes on average",
            bytes / made.len().max(1)
        );
        self.find("prompts", wrong, fine);
    }

    /// Has right, wrong, changed and nonsensical answers judged.
    fn answers(&mut self, made: &[Made]) -> Result<(), PluginError> {
        let mut dice = Stream::from_key([1; 32]);
        let mut cases: Vec<Case<'_>> = Vec::new();
        for (place, Made { item, .. }) in made.iter().enumerate() {
            let right = item.check.reference();
            cases.push(Case::new(item, right.clone(), Want::Right));
            cases.push(Case::new(item, item.check.counterfeit(), Want::Wrong));
            if place < MUTATED {
                let other = made[(place + 1) % made.len()].item.check.reference();
                for changed in [mutated(&right, &mut dice), other] {
                    if changed != right {
                        cases.push(Case::new(item, changed, Want::Changed));
                    }
                }
            }
            if place < ALONE {
                for text in NONSENSE {
                    cases.push(Case::new(item, format!("\\boxed{{{text}}}"), Want::Wrong));
                }
            }
        }
        let verdicts = self.judged(&cases)?;
        let many = self.plugin.manifest().answers == Answers::Many;
        let mut wrong: [Vec<String>; 3] = Default::default();
        for (case, verdict) in cases.iter().zip(&verdicts) {
            let right = verdict.outcome == Outcome::Correct;
            let said = verdict.evidence.reason.as_deref().unwrap_or("it is right");
            let tell = |how: &str| {
                let boxed = case.text.rfind("\\boxed").unwrap_or(0);
                let short: String = case.text[boxed..].chars().take(200).collect();
                format!(
                    "item {}: {how} `{short}` is {}: {said}",
                    case.item.index, verdict.outcome
                )
            };
            let failed = verdict.outcome == Outcome::Error;
            match case.want {
                Want::Right if !right => wrong[0].push(tell("its own right answer")),
                Want::Wrong if right || failed => wrong[1].push(tell("the wrong answer")),
                Want::Changed if failed || (right && !many) => {
                    wrong[2].push(tell("the changed answer"));
                }
                _ => {}
            }
        }
        let number = |want: Want| cases.iter().filter(|case| case.want == want).count();
        let [oracle, rejected, changed] = wrong;
        self.find(
            "right answers",
            oracle,
            format!("{} accepted", number(Want::Right)),
        );
        self.find(
            "wrong answers",
            rejected,
            format!("{} rejected", number(Want::Wrong)),
        );
        let fine = if many {
            format!("{} judged; some may be right", number(Want::Changed))
        } else {
            format!("{} rejected", number(Want::Changed))
        };
        self.find("changed answers", changed, fine);
        self.judged_alone(&cases, &verdicts)
    }

    /// The strict verdict on every case; answers that the plugin judges are put to it together.
    fn judged(&self, cases: &[Case<'_>]) -> Result<Vec<Verdict>, PluginError> {
        let texts: Vec<Option<(&str, String)>> = cases.iter().map(Case::put).collect();
        let pairs: Vec<(&str, &str)> = texts
            .iter()
            .flatten()
            .map(|(item, text)| (*item, text.as_str()))
            .collect();
        let mut ruled = Vec::with_capacity(pairs.len());
        for pairs in pairs.chunks(500) {
            ruled.extend(judge::all(self.plugin, pairs)?);
        }
        let mut ruled = ruled.into_iter();
        let verdict = |(case, put): (&Case<'_>, &Option<(&str, String)>)| match put {
            Some(_) => ruled
                .next()
                .unwrap_or_else(|| Verdict::error("the plugin gave no verdict")),
            None => match &case.item.check {
                Check::Plugin(check) => {
                    check
                        .judge_by(case.answer(), |text: &str| Verdict::correct(text))
                        .strict
                }
                check => check.judge(case.answer()).strict,
            },
        };
        Ok(cases.iter().zip(&texts).map(verdict).collect())
    }

    /// Judges some again by themselves: the verdict must not hang on what was judged before.
    fn judged_alone(
        &mut self,
        cases: &[Case<'_>],
        verdicts: &[Verdict],
    ) -> Result<(), PluginError> {
        let mut wrong = Vec::new();
        let own: Vec<(usize, (&str, String))> = (0..cases.len())
            .filter_map(|i| Some((i, cases[i].put()?)))
            .collect();
        for (i, (item, text)) in own
            .iter()
            .rev()
            .step_by((own.len() / ALONE).max(1))
            .take(ALONE)
        {
            let alone = judge::all(self.plugin, &[(*item, text.as_str())])?;
            if alone.first() != Some(&verdicts[*i]) {
                wrong.push(format!(
                    "item {}: the verdict on `{text}` differs when it is judged by itself",
                    cases[*i].item.index
                ));
            }
        }
        let fine = "the same when judged alone".to_owned();
        self.find("verdicts", wrong, fine);
        Ok(())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    Right,
    Wrong,
    Changed,
}

/// A response to an item, and what it is meant to be.
struct Case<'a> {
    item: &'a Item,
    text: String,
    want: Want,
}

impl<'a> Case<'a> {
    fn new(item: &'a Item, text: String, want: Want) -> Self {
        Self { item, text, want }
    }

    fn answer(&self) -> Answer<'_> {
        Answer {
            text: &self.text,
            finish: Finish::Stop,
        }
    }

    /// The item and the text that the plugin would be given, if the strict reading finds one and
    /// the plugin judges it.
    fn put(&self) -> Option<(&str, String)> {
        let Check::Plugin(check) = &self.item.check else {
            return None;
        };
        let judged = check
            .judge_by(self.answer(), |text: &str| Verdict::correct(text))
            .strict;
        let text = (judged.outcome == Outcome::Correct).then_some(judged.evidence.answer)??;
        Some((item_of(check)?, text.into()))
    }
}

fn item_of(check: &PluginCheck) -> Option<&str> {
    match &check.case {
        tribunal_verifiers::checks::PluginCase::Judged { item, .. } => Some(item),
        tribunal_verifiers::checks::PluginCase::Failed { .. } => None,
    }
}

/// Each variation's share of so many items.
fn share(count: u64, variations: usize) -> u64 {
    count.div_ceil(variations as u64).max(1)
}

/// The text with one digit or, if it has none, one letter of its answer changed.
fn mutated(text: &str, dice: &mut Stream) -> String {
    let start = text.rfind("boxed{").map_or(0, |at| at + 6);
    let places = |wanted: fn(&char) -> bool| -> Vec<(usize, char)> {
        let all = text[start..].char_indices();
        all.filter(|(_, c)| wanted(c))
            .map(|(at, c)| (start + at, c))
            .collect()
    };
    let mut found = places(char::is_ascii_digit);
    if found.is_empty() {
        found = places(char::is_ascii_alphabetic);
    }
    if found.is_empty() {
        return format!("{text}?");
    }
    let (at, c) = *dice.choose(&found);
    let other = match c {
        '9' => '8',
        'z' => 'y',
        'Z' => 'Y',
        other => char::from(other as u8 + 1),
    };
    format!("{}{other}{}", &text[..at], &text[at + 1..])
}
