//! PASS, FAIL, INCONCLUSIVE or INVALID, and why.
//!
//! The hypothesis is non-inferiority: the candidate's mean score is not lower than the baseline's
//! by the margin. A difference that is not significant never passes by that; what passes is a
//! proof that no drop of the margin's size is there.
//!
//! In this order:
//!
//! 1. **Invalid**: other items or settings on the two sides, a suite that is not the file's, tasks
//!    or answers missing, more errors than the ceiling.
//! 2. **Fail** by a hard rule.
//! 3. **Fixed test**: pass if the one-sided lower bound of the difference is above −margin; else
//!    fail if the upper bound is below −margin, or is below 0 with a difference beyond half the
//!    margin. **Sequential test**: pass or fail when the evidence for either crossed 1/alpha at
//!    some block of the plan's order.
//! 4. A pass or fail that would be another had the pairs with errors all been lost, or won, is
//!    **invalid**.

use std::collections::BTreeSet;

use serde::Serialize;
use tribunal_generators::registry::matches;
use tribunal_report::format::{percent, points};
use tribunal_stats::{Comparison, Finding, Level, Sequential, StatsError};

use crate::align::Aligned;
use crate::comparison::Figures;
use crate::drift::Drift;
use crate::file::{GateFile, Inconclusive, Sampling, Test};

/// What a gate decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Decision {
    /// No drop of the margin's size: proved.
    Pass,
    /// A drop beyond the margin, or a broken hard rule.
    Fail,
    /// Neither is proved.
    Inconclusive,
    /// The runs don't allow a decision.
    Invalid,
}

impl Decision {
    /// Its name, in capitals.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Fail => "FAIL",
            Self::Inconclusive => "INCONCLUSIVE",
            Self::Invalid => "INVALID",
        }
    }
}

/// How one requirement came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Met.
    Met,
    /// Not met.
    Broken,
    /// Not decided.
    Open,
    /// Can't be told from these runs.
    Invalid,
}

/// One requirement of the gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// Its name, e.g. `not worse by the margin`.
    pub name: String,
    /// How it came out.
    pub status: Status,
    /// The figures behind it.
    pub detail: String,
}

/// Where the sequential test stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// Blocks looked at.
    pub blocks: u64,
    /// Pairs in them.
    pub differences: u64,
    /// Evidence that the candidate is not worse by the margin; 1 is none.
    pub better: f64,
    /// Evidence that it is.
    pub worse: f64,
    /// What suffices: 1/alpha.
    pub threshold: f64,
    /// About how many more pairs would decide.
    pub remaining: Option<u64>,
}

/// A gate's decision with everything it rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Ruling {
    /// The decision.
    pub decision: Decision,
    /// Whether it lets the candidate through, by the policy for undecided gates.
    pub lets_through: bool,
    /// One sentence for people.
    pub reason: String,
    /// Every requirement, in order.
    pub requirements: Vec<Requirement>,
    /// The figures; the intervals are one-sided bounds at the file's alpha.
    pub figures: Figures,
    /// Where the sequential test stands; `None` under a fixed test.
    pub evidence: Option<Evidence>,
    /// About how many more items a side would decide an inconclusive gate.
    pub more_items: Option<u64>,
    /// What changed besides the model.
    pub drift: Drift,
}

impl Ruling {
    /// Whether a gate that is still asking may stop here: the test has decided, or a task that
    /// must stay perfect has not. The other hard rules are shares and percentiles, which early
    /// looks would see exceeded by chance; they are looked at once the test has decided.
    pub fn may_stop(&self) -> bool {
        let decided = |one: &Requirement| matches!(one.status, Status::Met | Status::Broken);
        let spoilt =
            |one: &Requirement| one.name.starts_with(PERFECT) && one.status == Status::Broken;
        self.requirements.last().is_some_and(decided) && self.decision != Decision::Invalid
            || self.requirements.iter().any(spoilt)
    }
}

/// How the requirements of perfect tasks are called.
const PERFECT: &str = "all right in ";

/// What the statistical test says, before policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Pass,
    Fail,
    Open,
}

/// Decides from aligned runs. `tasks` are those that the suite asks about.
///
/// # Errors
/// [`StatsError`] for a stored score out of range.
pub fn rule(
    file: &GateFile,
    aligned: &Aligned,
    tasks: &BTreeSet<String>,
    drift: Drift,
) -> Result<Ruling, StatsError> {
    let level = Level::one_sided(file.endpoint.alpha)?;
    let figures = Figures::new(aligned, level, file.rates())?;
    let mut requirements = validity(file, aligned, tasks, &figures);
    requirements.extend(hard_rules(file, aligned, &figures));
    let (test, evidence) = test(file, aligned, &figures)?;
    requirements.push(test.requirement);
    let (decision, reason) = conclude(&requirements, test.verdict, test.stable);
    let more_items = (decision == Decision::Inconclusive)
        .then(|| more_items(file, &figures, evidence))
        .flatten();
    let through = decision == Decision::Pass
        || decision == Decision::Inconclusive && file.endpoint.inconclusive == Inconclusive::Pass;
    Ok(Ruling {
        decision,
        lets_through: through,
        reason,
        requirements,
        figures,
        evidence,
        more_items,
        drift,
    })
}

/// Whether the runs allow a decision at all.
fn validity(
    file: &GateFile,
    aligned: &Aligned,
    tasks: &BTreeSet<String>,
    figures: &Figures,
) -> Vec<Requirement> {
    let mut found = Vec::new();
    let digest = &aligned.base.run.spec.suite_digest;
    let pinned = file.suite_digest.to_ascii_lowercase();
    found.push(require(
        "the file's suite",
        digest.starts_with(&pinned),
        Status::Invalid,
        format!(
            "the runs' suite is {} {}, the file pins {}",
            aligned.base.run.spec.suite,
            short(digest),
            short(&pinned)
        ),
    ));
    let mut mismatches = aligned.mismatches();
    if file.endpoint.sampling == Sampling::Same {
        mismatches.extend(aligned.sampling_mismatches());
    }
    let words: Vec<String> = mismatches.iter().map(ToString::to_string).collect();
    found.push(require(
        "the same items and settings",
        mismatches.is_empty(),
        Status::Invalid,
        if words.is_empty() {
            format!("{} items on both sides", aligned.len())
        } else {
            words.join("; ")
        },
    ));
    let judged: BTreeSet<&str> = figures
        .tasks
        .iter()
        .filter(|task| task.comparison.is_some())
        .map(|task| task.task.as_str())
        .collect();
    let missing: Vec<&str> = tasks
        .iter()
        .map(String::as_str)
        .filter(|task| !judged.contains(task))
        .collect();
    found.push(require(
        "every task of the suite",
        missing.is_empty() && !judged.is_empty(),
        Status::Invalid,
        if missing.is_empty() {
            format!("{} tasks", judged.len())
        } else {
            format!("nothing was judged of {}", missing.join(", "))
        },
    ));
    let share = figures.error_share();
    found.push(require(
        "few errors",
        share <= file.endpoint.error_ceiling,
        Status::Invalid,
        format!(
            "{} of {} pairs without an answer for an infrastructure error (baseline {}, \
             candidate {}), ceiling {}",
            figures.errors.pairs,
            figures.pairs,
            figures.errors.base,
            figures.errors.candidate,
            percent(file.endpoint.error_ceiling)
        ),
    ));
    found
}

fn hard_rules(file: &GateFile, aligned: &Aligned, figures: &Figures) -> Vec<Requirement> {
    let (rules, candidate) = (&file.rules, figures.sides.1);
    let mut found = Vec::new();
    for pattern in &rules.perfect {
        let items = aligned
            .pairs()
            .map(|(_, item)| item)
            .filter(|item| matches(pattern, &item.task));
        let (mut all, mut wrong, mut unknown) = (0, 0, 0);
        for item in items {
            all += 1;
            wrong += usize::from(item.score.is_some_and(|score| score < 1.0));
            unknown += usize::from(item.score.is_none());
        }
        let status = match (all, wrong, unknown) {
            (0, _, _) => Status::Invalid,
            (_, 1.., _) => Status::Broken,
            (_, _, 1..) => Status::Invalid,
            _ => Status::Met,
        };
        found.push(Requirement {
            name: format!("{PERFECT}{pattern}"),
            status,
            detail: match all {
                0 => "no item of it was asked".to_owned(),
                _ => format!("{wrong} of {all} items wrong, {unknown} without an answer"),
            },
        });
    }
    let ceilings = [
        (
            "answers cut off",
            rules.truncated,
            Some(candidate.truncated),
            Unit::Share,
        ),
        (
            "unreadable answers",
            rules.unanswered,
            Some(candidate.unanswered),
            Unit::Share,
        ),
        (
            "95th percentile of latency",
            rules.p95_latency_ms,
            candidate.p95_latency_ms,
            Unit::Ms,
        ),
        (
            "cost an item",
            rules.usd_per_item,
            candidate.usd_per_item,
            Unit::Usd,
        ),
    ];
    for (name, ceiling, value, unit) in ceilings {
        let Some(ceiling) = ceiling else { continue };
        let status = match value {
            None => Status::Invalid,
            Some(value) if value > ceiling => Status::Broken,
            Some(_) => Status::Met,
        };
        let value = value.map_or_else(|| "unknown".to_owned(), |value| unit.spell(value));
        found.push(Requirement {
            name: name.to_owned(),
            status,
            detail: format!("{value}, ceiling {}", unit.spell(ceiling)),
        });
    }
    found
}

enum Unit {
    Share,
    Ms,
    Usd,
}

impl Unit {
    fn spell(&self, value: f64) -> String {
        match self {
            Self::Share => percent(value),
            Self::Ms => format!("{value:.0} ms"),
            Self::Usd => format!("${value:.6}"),
        }
    }
}

struct Tested {
    requirement: Requirement,
    verdict: Verdict,
    /// Whether the verdict is the same had all pairs with errors been lost, and won.
    stable: bool,
}

fn test(
    file: &GateFile,
    aligned: &Aligned,
    figures: &Figures,
) -> Result<(Tested, Option<Evidence>), StatsError> {
    let margin = file.endpoint.margin;
    let Some(overall) = &figures.overall else {
        return Ok((
            tested(Verdict::Open, true, "nothing was judged".to_owned()),
            None,
        ));
    };
    let shown = format!(
        "difference {} points, bounds [{}, {}], margin {:.1}",
        points(overall.difference),
        points(overall.low),
        points(overall.high),
        100.0 * margin
    );
    match file.endpoint.test {
        Test::Fixed => {
            let verdict = fixed(overall, margin);
            let stable = figures.bounds.as_ref().is_none_or(|bounds| {
                [bounds.all_lost, bounds.all_won]
                    .iter()
                    .all(|extreme| fixed(extreme, margin) == verdict)
            });
            Ok((tested(verdict, stable, shown), None))
        }
        Test::Sequential => {
            let run = |missing| -> Result<Sequential, StatsError> {
                let mut test = Sequential::new(margin, file.endpoint.alpha)?;
                for block in aligned.block_differences(missing) {
                    test.push(&block)?;
                }
                Ok(test)
            };
            let test = run(None)?;
            let verdict = found(&test);
            let mut stable = true;
            if figures.errors.pairs > 0 {
                for extreme in [-1.0, 1.0] {
                    stable &= found(&run(Some(extreme))?) == verdict;
                }
            }
            let (better, worse) = test.wealth();
            let evidence = Evidence {
                blocks: test.blocks(),
                differences: test.differences(),
                better,
                worse,
                threshold: test.threshold(),
                remaining: test.remaining(),
            };
            let detail = format!(
                "{shown}; evidence {better:.3} for not worse, {worse:.3} for worse, {:.0} decides",
                evidence.threshold
            );
            Ok((tested(verdict, stable, detail), Some(evidence)))
        }
    }
}

fn fixed(overall: &Comparison, margin: f64) -> Verdict {
    if overall.low > -margin {
        Verdict::Pass
    } else if overall.high < -margin || overall.high < 0.0 && overall.difference < -margin / 2.0 {
        Verdict::Fail
    } else {
        Verdict::Open
    }
}

fn found(test: &Sequential) -> Verdict {
    match test.finding() {
        Some(Finding::Better) => Verdict::Pass,
        Some(Finding::Worse) => Verdict::Fail,
        None => Verdict::Open,
    }
}

fn tested(verdict: Verdict, stable: bool, detail: String) -> Tested {
    let status = match verdict {
        _ if verdict != Verdict::Open && !stable => Status::Invalid,
        Verdict::Pass => Status::Met,
        Verdict::Fail => Status::Broken,
        Verdict::Open => Status::Open,
    };
    Tested {
        requirement: Requirement {
            name: "not worse by the margin".to_owned(),
            status,
            detail,
        },
        verdict,
        stable: stable || verdict == Verdict::Open,
    }
}

fn conclude(requirements: &[Requirement], verdict: Verdict, stable: bool) -> (Decision, String) {
    let Some((test, others)) = requirements.split_last() else {
        return (Decision::Invalid, "nothing is required".to_owned());
    };
    for (status, decision) in [
        (Status::Invalid, Decision::Invalid),
        (Status::Broken, Decision::Fail),
    ] {
        if let Some(one) = others.iter().find(|one| one.status == status) {
            return (decision, format!("{}: {}", one.name, one.detail));
        }
    }
    if !stable {
        return (
            Decision::Invalid,
            "the pairs with errors could turn the decision; `tribunal retry` asks them again"
                .to_owned(),
        );
    }
    let detail = &test.detail;
    match verdict {
        Verdict::Pass => (Decision::Pass, format!("not worse by the margin: {detail}")),
        Verdict::Fail => (Decision::Fail, format!("worse: {detail}")),
        Verdict::Open => (
            Decision::Inconclusive,
            format!("neither a drop beyond the margin nor its absence is proved: {detail}"),
        ),
    }
}

/// By the rate at which the sequential evidence grows, or by the items at which the fixed
/// interval would be short enough, at the difference and spread seen so far.
fn more_items(file: &GateFile, figures: &Figures, evidence: Option<Evidence>) -> Option<u64> {
    let overall = figures.overall.as_ref()?;
    if let Some(evidence) = evidence {
        return evidence.remaining;
    }
    let distance = (overall.difference + file.endpoint.margin).abs();
    let half = (overall.high - overall.low) / 2.0;
    if distance <= 0.0 {
        return None;
    }
    let needed = overall.n as f64 * (half / distance).powi(2);
    Some(
        (needed.ceil() as u64)
            .saturating_sub(overall.n as u64)
            .max(1),
    )
}

fn require(name: &str, holds: bool, otherwise: Status, detail: String) -> Requirement {
    Requirement {
        name: name.to_owned(),
        status: if holds { Status::Met } else { otherwise },
        detail,
    }
}

fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}

#[cfg(test)]
mod tests {
    use tribunal_stats::{Pairs, compare};

    use super::*;
    use crate::needed::Needed;

    /// SplitMix64, for simulations.
    struct Coin(u64);

    impl Coin {
        fn below(&mut self, share: f64) -> bool {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64) < share
        }
    }

    /// Shares of PASS and FAIL of fixed gates over `n` right-or-wrong items, of which a share
    /// `discordance` differs and which differ by `mean` on average.
    fn simulate(n: usize, discordance: f64, mean: f64, margin: f64) -> (f64, f64) {
        const GATES: usize = 1_000;
        let level = Level::one_sided(0.05).unwrap();
        let mut coin = Coin(8);
        let (mut passed, mut failed) = (0, 0);
        for _ in 0..GATES {
            let (mut base, mut candidate) = (Vec::new(), Vec::new());
            for _ in 0..n {
                let (one, other) = if coin.below(discordance) {
                    match coin.below(0.5 + mean / discordance / 2.0) {
                        true => (0.0, 1.0),
                        false => (1.0, 0.0),
                    }
                } else {
                    (1.0, 1.0)
                };
                base.push(one);
                candidate.push(other);
            }
            let pairs = Pairs::new(&base, &candidate, None).unwrap();
            match fixed(&compare(pairs, level).unwrap(), margin) {
                Verdict::Pass => passed += 1,
                Verdict::Fail => failed += 1,
                Verdict::Open => {}
            }
        }
        (
            f64::from(passed) / GATES as f64,
            f64::from(failed) / GATES as f64,
        )
    }

    /// Three standard deviations of a thousand gates are 2.1 points around 5 %, and 3.8 around 80 %.
    #[test]
    fn a_fixed_gate_errs_and_finds_as_often_as_promised() {
        for (discordance, margin) in [(0.1, 0.03), (0.2, 0.05)] {
            let mut file = GateFile::recommended("quick", "0123456789ab");
            file.endpoint.margin = margin;
            let n = Needed::new(&file, Some(discordance)).unwrap().items as usize;
            let (passed, _) = simulate(n, discordance, -margin, margin);
            assert!(passed <= 0.071, "a drop of the margin passed in {passed}");
            let (passed, failed) = simulate(n, discordance, 0.0, margin);
            assert!(passed >= 0.762, "equal models passed in {passed}");
            assert!(failed <= 0.071, "equal models failed in {failed}");
            let (passed, failed) = simulate(n, discordance, -2.0 * margin, margin);
            assert!(passed == 0.0 && failed >= 0.762, "{passed} {failed}");
        }
    }

    #[test]
    fn requirements_are_looked_at_in_order() {
        let one = |name: &str, status| Requirement {
            name: name.to_owned(),
            status,
            detail: "so".to_owned(),
        };
        let test = |status| one("not worse by the margin", status);
        for (others, verdict, stable, wanted) in [
            (vec![], Verdict::Pass, true, Decision::Pass),
            (vec![], Verdict::Fail, true, Decision::Fail),
            (vec![], Verdict::Open, true, Decision::Inconclusive),
            (vec![], Verdict::Pass, false, Decision::Invalid),
            (
                vec![one("rule", Status::Broken)],
                Verdict::Pass,
                true,
                Decision::Fail,
            ),
            (
                vec![one("rule", Status::Broken), one("items", Status::Invalid)],
                Verdict::Pass,
                true,
                Decision::Invalid,
            ),
        ] {
            let mut all = others;
            all.push(test(Status::Met));
            assert_eq!(conclude(&all, verdict, stable).0, wanted);
        }
        assert_eq!(conclude(&[], Verdict::Pass, true).0, Decision::Invalid);
    }
}
