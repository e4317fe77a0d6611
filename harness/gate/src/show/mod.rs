//! Comparisons and rulings for people and for CI systems.

pub mod annotations;
pub mod junit;
pub mod markdown;
pub mod text;

use tribunal_report::format::{percent, points};
use tribunal_stats::{Comparison, PMethod};

use crate::drift::{Drift, VerifierDrift};

/// `−1.2 points [−2.9, +0.5]`.
fn difference(comparison: &Comparison) -> String {
    format!(
        "{} points [{}, {}]",
        points(comparison.difference),
        points(comparison.low),
        points(comparison.high)
    )
}

/// `wins 12 · losses 20 · ties 168`.
fn counts(comparison: &Comparison) -> String {
    format!(
        "wins {} · losses {} · ties {}",
        comparison.wins, comparison.losses, comparison.ties
    )
}

/// `discordance 16.0 % · correlation 0.41`.
fn spread(comparison: &Comparison) -> String {
    let correlation = comparison
        .correlation
        .map_or_else(String::new, |r| format!(" · correlation {r:.2}"));
    format!(
        "discordance {}{correlation}",
        percent(comparison.discordance)
    )
}

fn p_value(p: f64) -> String {
    if p < 0.001 {
        "<0.001".to_owned()
    } else {
        format!("{p:.3}")
    }
}

fn p_method(method: PMethod) -> &'static str {
    match method {
        PMethod::McnemarMidP => "McNemar's mid-p",
        PMethod::T => "t test",
        PMethod::WildBootstrap => "wild cluster bootstrap",
        PMethod::BonettPrice => "Bonett–Price over clusters",
        PMethod::Chernoff => "Chernoff's bound",
    }
}

/// One sentence for each thing that changed besides the model, and for each that did not.
fn drift_lines(drift: &Drift) -> Vec<String> {
    let mut lines = Vec::new();
    for (side, moved) in [
        ("baseline", drift.base_verifier),
        ("candidate", drift.candidate_verifier),
    ] {
        if let Some(moved) = moved {
            lines.push(verifier_line(side, moved));
        }
    }
    if let Some(provider) = &drift.provider {
        lines.push(format!(
            "provider drift: the baseline's model, asked {} items again, differs by {}, p {}; \
             {} of its answers flipped",
            provider.items,
            difference(&provider.comparison),
            p_value(provider.comparison.p_value),
            percent(provider.flips)
        ));
    }
    lines
}

fn verifier_line(side: &str, moved: VerifierDrift) -> String {
    if moved.changed == 0 {
        return format!(
            "verifier drift: none; all {} verdicts of the {side} reproduce",
            moved.judged
        );
    }
    format!(
        "verifier drift: {} of {} verdicts of the {side} are others today, which moves its score \
         by {} points; today's are compared",
        moved.changed,
        moved.judged,
        points(moved.shift)
    )
}

/// Both sides' shares and costs as rows: name, baseline, candidate.
fn side_rows(figures: &crate::Figures) -> Vec<[String; 3]> {
    let (base, candidate) = figures.sides;
    let mut rows = Vec::new();
    if let Some(overall) = &figures.overall {
        rows.push(row(
            "score",
            percent(overall.base),
            percent(overall.candidate),
        ));
    }
    rows.push(row(
        "cut off",
        percent(base.truncated),
        percent(candidate.truncated),
    ));
    rows.push(row(
        "unreadable",
        percent(base.unanswered),
        percent(candidate.unanswered),
    ));
    let ms = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |ms| format!("{ms:.0} ms"));
    rows.push(row(
        "p95 latency",
        ms(base.p95_latency_ms),
        ms(candidate.p95_latency_ms),
    ));
    let usd = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |usd| format!("${usd:.6}"));
    rows.push(row(
        "cost an item",
        usd(base.usd_per_item),
        usd(candidate.usd_per_item),
    ));
    rows
}

fn row(name: &str, base: String, candidate: String) -> [String; 3] {
    [name.to_owned(), base, candidate]
}
