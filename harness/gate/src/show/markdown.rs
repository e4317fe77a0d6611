//! For job summaries and comments on pull requests.

use std::fmt::Write as _;

use tribunal_report::format::{percent, points};

use super::{counts, difference, drift_lines, p_value, side_rows, spread};
use crate::align::Aligned;
use crate::ruling::{Decision, Ruling, Status};

/// An HTML comment that a comment of ours begins with, so that the next one can replace it.
pub const MARK: &str = "<!-- tribunal-gate -->";

/// Tasks shown in the table; those that moved most come first.
const TASKS: usize = 40;

/// The ruling as Markdown. Text from outside is escaped: a model's name can't break the page.
pub fn ruling(aligned: &Aligned, ruling: &Ruling) -> String {
    let mark = match ruling.decision {
        Decision::Pass => "✅",
        Decision::Fail => "❌",
        Decision::Inconclusive => "❔",
        Decision::Invalid => "⚠️",
    };
    let (base, candidate) = (&aligned.base.run.spec, &aligned.candidate.run.spec);
    let mut text = format!(
        "{MARK}\n### {mark} tribunal gate: {}\n\n{}\n\n",
        ruling.decision.name(),
        escape(&ruling.reason)
    );
    if ruling.decision == Decision::Inconclusive && ruling.lets_through {
        text.push_str("The policy lets an undecided candidate through.\n\n");
    }
    if let Some(more) = ruling.more_items {
        let _ = writeln!(text, "About {more} more items a side would decide.\n");
    }
    let _ = writeln!(
        text,
        "`{}` against `{}` on {} items of `{}` (seed `{}`).\n",
        code(&candidate.model),
        code(&base.model),
        ruling.figures.pairs,
        code(&base.suite),
        code(&base.seed)
    );
    if let Some(overall) = &ruling.figures.overall {
        let _ = writeln!(
            text,
            "Difference **{}** · {} · {}\n",
            difference(overall),
            counts(overall),
            spread(overall)
        );
    }
    text.push_str("| requirement | | |\n|---|---|---|\n");
    for requirement in &ruling.requirements {
        let mark = match requirement.status {
            Status::Met => "✅",
            Status::Broken => "❌",
            Status::Open => "❔",
            Status::Invalid => "⚠️",
        };
        let (name, detail) = (escape(&requirement.name), escape(&requirement.detail));
        let _ = writeln!(text, "| {name} | {mark} | {detail} |");
    }
    text.push_str("\n| | baseline | candidate |\n|---|---:|---:|\n");
    for [name, base, candidate] in side_rows(&ruling.figures) {
        let _ = writeln!(text, "| {name} | {base} | {candidate} |");
    }
    text.push_str(&tasks(ruling));
    for line in drift_lines(&ruling.drift) {
        let _ = writeln!(text, "\n{}", escape(&line));
    }
    text
}

fn tasks(ruling: &Ruling) -> String {
    let mut tasks: Vec<_> = ruling
        .figures
        .tasks
        .iter()
        .filter_map(|task| Some((task, task.comparison?)))
        .collect();
    tasks.sort_by(|(_, one), (_, other)| other.difference.abs().total_cmp(&one.difference.abs()));
    let mut text = format!(
        "\n<details><summary>{} tasks</summary>\n\n| task | n | baseline | candidate | difference | Holm p |\n\
         |---|---:|---:|---:|---:|---:|\n",
        tasks.len()
    );
    for (task, one) in tasks.iter().take(TASKS) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            escape(&task.task),
            one.n,
            percent(one.base),
            percent(one.candidate),
            points(one.difference),
            task.adjusted_p.map_or_else(String::new, p_value)
        );
    }
    if tasks.len() > TASKS {
        let _ = writeln!(text, "\n… and {} more", tasks.len() - TASKS);
    }
    text.push_str("\n</details>\n");
    text
}

/// Text in which nothing is markup, on one line.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '@' | '!' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Text within backticks.
fn code(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '`' => '\'',
            c if c.is_control() || c == '|' => ' ',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_outside_break_nothing() {
        assert_eq!(
            escape("a|b\n<script>*@x*"),
            "a\\|b &lt;script&gt;\\*\\@x\\*"
        );
        assert_eq!(code("a`b|c\n"), "a'b c ");
    }
}
