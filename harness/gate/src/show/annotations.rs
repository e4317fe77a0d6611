//! Annotations that GitHub's runner shows beside a job: workflow commands, a line each.

use std::fmt::Write as _;

use crate::ruling::{Decision, Ruling, Status};

/// One line for the decision, and one for each requirement that is not met.
pub fn ruling(ruling: &Ruling) -> String {
    let kind = match ruling.decision {
        Decision::Pass => "notice",
        Decision::Inconclusive if ruling.lets_through => "warning",
        Decision::Fail | Decision::Inconclusive | Decision::Invalid => "error",
    };
    let mut text = line(
        kind,
        &format!("tribunal gate: {}", ruling.decision.name()),
        &ruling.reason,
    );
    for requirement in &ruling.requirements {
        let kind = match requirement.status {
            Status::Met => continue,
            Status::Broken | Status::Invalid => "error",
            Status::Open => "warning",
        };
        text.push_str(&line(kind, &requirement.name, &requirement.detail));
    }
    text
}

fn line(kind: &str, title: &str, message: &str) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = writeln!(
        text,
        "::{kind} title={}::{}",
        property(title),
        data(message)
    );
    text
}

/// What ends a message early is escaped as the runner wants it.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_can_not_start_another_command() {
        assert_eq!(
            line("error", "a:b,c", "100 %\n::set-output name=x::y"),
            "::error title=a%3Ab%2Cc::100 %25%0A::set-output name=x::y\n"
        );
    }
}
