//! The configurations of a run, step by step, and the two readings of a response that gives them.
//!
//! The requested form is one line a configuration, `Step i: B: 1 0 [1] 0`. The strict reading takes
//! lines that begin so, with or without the marks of a heading. The lenient one also takes numbered
//! lines (`3. B: …`, `| 3 | B | 1 0 [1] |`), emphasis, and a heading with the configuration on a line
//! below it. In both the last configuration given for a step counts.

use std::borrow::Cow;

use super::configuration::Configuration;
use super::machine::Machine;
use super::run::Run;
use crate::mtag::sheet::{Course, Sheet};
use crate::value::plain::plain;
use crate::value::{ConfigurationShape, Shape};

/// The true configurations of a run and their spelling.
#[derive(Debug)]
pub(crate) struct Steps<'m> {
    machine: &'m Machine,
    configurations: Vec<Configuration>,
    texts: Vec<String>,
    halted: bool,
}

impl<'m> Steps<'m> {
    /// Runs `machine` from `start` for `steps` steps, or until it halts.
    pub(crate) fn new(machine: &'m Machine, start: &Configuration, steps: u32) -> Self {
        let mut run = Run::from(machine, start);
        let mut configurations = vec![start.clone()];
        for _ in 0..steps {
            if !run.step() {
                break;
            }
            configurations.push(run.configuration());
        }
        Self {
            machine,
            texts: configurations
                .iter()
                .map(|configuration| configuration.spell(machine))
                .collect(),
            configurations,
            halted: run.ended().is_some(),
        }
    }

    /// The configuration after the last step.
    pub(crate) fn last(&self) -> &Configuration {
        &self.configurations[self.configurations.len() - 1]
    }

    /// All configurations.
    pub(crate) fn configurations(&self) -> &[Configuration] {
        &self.configurations
    }

    /// The configuration that a text gives.
    fn read(&self, text: &str) -> Option<Configuration> {
        let shape = ConfigurationShape {
            machine: self.machine,
        };
        shape.exact(&plain(text))
    }

    /// What the strict reading finds.
    pub(crate) fn strict<'t>(&self, text: &'t str) -> Sheet<'t> {
        let mut sheet = Sheet::new(self);
        for line in text.lines() {
            let line = line.trim_start_matches(['#', ' ']);
            let Some((step, content)) = line.strip_prefix("Step ").and_then(number) else {
                continue;
            };
            if let Some(content) = content.strip_prefix(':') {
                self.give(&mut sheet, step, content.trim());
            }
        }
        sheet
    }

    /// What the lenient reading finds.
    pub(crate) fn lenient<'t>(&self, text: &'t str) -> Sheet<'t> {
        let mut sheet = Sheet::new(self);
        // The step of a heading that waits for its configuration.
        let mut open = None;
        for line in text.lines() {
            let line = line.trim();
            match label(line) {
                Some((step, content)) => {
                    open = (!self.give(&mut sheet, step, content)).then_some(step);
                }
                None => {
                    if let Some(step) = open
                        && self.give(&mut sheet, step, line)
                    {
                        open = None;
                    }
                }
            }
        }
        sheet
    }

    /// Enters a configuration, if the text is one.
    fn give<'t>(&self, sheet: &mut Sheet<'t>, step: u64, content: &'t str) -> bool {
        let known = usize::try_from(step)
            .ok()
            .and_then(|step| self.texts.get(step));
        let found = if known.is_some_and(|known| known == content) {
            None
        } else {
            match self.read(content) {
                Some(found) => Some(found),
                None => return false,
            }
        };
        sheet.give(step, content, |index| {
            let truth = &self.configurations[index];
            match &found {
                Some(found) => found == truth,
                None => self.texts[index] == content,
            }
        });
        true
    }
}

impl Course for Steps<'_> {
    fn states(&self) -> usize {
        self.configurations.len()
    }

    fn halted(&self) -> bool {
        self.halted
    }

    fn text(&self, step: usize) -> &str {
        &self.texts[step]
    }

    fn missing(&self) -> &'static str {
        "no configuration was found"
    }
}

/// The number a text begins with, and what follows it.
fn number(text: &str) -> Option<(u64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    Some((text[..digits].parse().unwrap_or(u64::MAX), &text[digits..]))
}

/// The step that a line is about, and what it says: `Step 3: …`, `**Step 3**: …`, `3. …`, `| 3 | …`,
/// `t = 3: …`.
fn label(line: &str) -> Option<(u64, &str)> {
    let line = line.trim_start_matches(['#', '*', '|', '-', '`', ' ', '>', '_']);
    let lower: Cow<'_, str> = line
        .get(..8.min(line.len()))
        .map_or(Cow::Borrowed(""), |head| head.to_ascii_lowercase().into());
    let named = ["after step ", "step ", "t = ", "t="]
        .iter()
        .find(|name| lower.starts_with(&name[..name.len().min(8)]))
        .and_then(|name| line.get(name.len()..));
    let (step, rest) = number(named.unwrap_or(line))?;
    let content = rest.trim_start_matches(['*', '_', '`', ' ']);
    let content = match content.strip_prefix([':', '.', ')', '|', '-', '–', '—', '→', '=']) {
        Some(content) => content,
        // A named step may end its heading here.
        None if named.is_some() && content.is_empty() => content,
        None => return None,
    };
    Some((step, content.trim_start_matches(['*', '_', ' ', '>', '`'])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;

    /// How a step and its configuration are written.
    type Form = dyn Fn(usize, &str) -> String;

    fn champion() -> Machine {
        "1RB1LB_1LA1RZ".parse().expect("a machine")
    }

    const TRUTH: [&str; 7] = [
        "A: [0]",
        "B: 1 [0]",
        "A: [1] 1",
        "B: [0] 1 1",
        "A: [0] 1 1 1",
        "B: 1 [1] 1 1",
        "Z: 1 1 [1] 1",
    ];

    #[test]
    fn usual_forms_are_read() {
        let machine = champion();
        let steps = Steps::new(&machine, &Configuration::start(), 30);
        assert!(steps.halted());
        assert_eq!(steps.texts, TRUTH);
        let written = |form: &Form| -> String {
            let lines = TRUTH
                .iter()
                .enumerate()
                .map(|(step, text)| form(step, text));
            lines.collect::<Vec<_>>().join("\n")
        };
        let strict: [&Form; 3] = [
            &|step, text| format!("Step {step}: {text}"),
            &|step, text| format!("### Step {step}: {text}\nas the table says"),
            &|step, text| format!("Step {step}: {}", text.replace(": ", ": 0 0 ") + " 0"),
        ];
        for form in strict {
            let text = written(form);
            for sheet in [steps.strict(&text), steps.lenient(&text)] {
                let verdict = sheet.verdict(&steps, Finish::Stop);
                assert!(verdict.outcome.is_correct(), "{text}: {verdict:?}");
            }
        }
        let lenient: [&Form; 6] = [
            &|step, text| format!("**Step {step}:** {text}"),
            &|step, text| format!("**Step {step}**\n\n`{text}`\n"),
            &|step, text| format!("{step}. {text}"),
            &|step, text| format!("| {step} | {} |", text.replace(": ", " | ")),
            &|step, text| format!("- step {step}: State {}", text.replace(": ", ", tape ")),
            &|step, text| format!("## Step {step}\nWe write and move.\nConfiguration: {text}"),
        ];
        for form in lenient {
            let text = written(form);
            assert!(
                !steps
                    .strict(&text)
                    .verdict(&steps, Finish::Stop)
                    .outcome
                    .is_correct()
            );
            let verdict = steps.lenient(&text).verdict(&steps, Finish::Stop);
            assert!(verdict.outcome.is_correct(), "{text}: {verdict:?}");
        }
    }

    #[test]
    fn marks_tell_right_from_wrong() {
        let machine = champion();
        let steps = Steps::new(&machine, &Configuration::start(), 3);
        let text = "Step 0: A: [0]\nStep 1: B: [1] 0\nStep 2: A: [1] 1";
        let verdict = steps.strict(text).verdict(&steps, Finish::Stop);
        assert_eq!(verdict.evidence.steps.as_deref(), Some("101-"));
        assert_eq!(
            verdict.evidence.reason.as_deref(),
            Some("step 1 is given as [B: [1] 0], but is [B: 1 [0]]")
        );
        assert!((verdict.score - 0.5).abs() < 1e-12);
        let none = steps.lenient("I can't say.").verdict(&steps, Finish::Stop);
        assert_eq!(
            none.evidence.reason.as_deref(),
            Some("no configuration was found")
        );
    }
}
