//! What the columns mean, for who sees them for the first time.

use super::Pen;
use crate::format::{points, wrap};
use crate::report::Report;

pub(super) fn legend(report: &Report, pen: &Pen) -> String {
    let summary = &report.headline;
    if report.tasks.is_empty() {
        return String::new();
    }
    let mut text =
        "n: items with a score. score: share of right answers, with partial credit where a task \
                    gives it; tasks count by their weights. interval: where the true score lies, \
                    19 times out of 20, for fresh items of the same kind."
            .to_owned();
    if summary.outcomes.no_answer() > 0 {
        text.push_str(
            " no answer: no final answer was found (unparsable), the token limit came first \
             (truncated), or the model declined (refused); it counts as wrong.",
        );
    }
    if summary.errors.count > 0 {
        text.push_str(
            " errors: the infrastructure failed; left out of every score, and bounded instead.",
        );
    }
    let format_costs = |cost: Option<f64>| cost.is_some_and(|cost| points(cost) != "0.0");
    if format_costs(summary.format_cost)
        || report
            .tasks
            .iter()
            .any(|task| format_costs(task.summary.format_cost))
    {
        let other = match report.run.reading {
            "lenient" => "this score is the lenient one",
            _ => "this score is the strict one",
        };
        text.push_str(&format!(
            " format: points between the strict reading (only the form asked for) and the lenient \
             one (any clearly stated answer); {other}."
        ));
    }
    let lines: Vec<String> = wrap(&text, pen.width, 0)
        .lines()
        .map(|line| pen.dim(line))
        .collect();
    format!("{}\n", lines.join("\n"))
}
