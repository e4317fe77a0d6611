//! A program that solves hidden problems of one kind.
//!
//! Nothing here runs anything: the check says what is to be run and on what, reads the program in
//! a response, and decides over what came out. In between stands a [`Court`](crate::Court).
//!
//! What a program printed is judged by the hidden problem's own check, as a response would be:
//! by the form that the problem asks for if it is there, and else as the content of one box. So a
//! program has no way to state a verdict; all it can do is to print an answer.

use serde::{Deserialize, Serialize};

use crate::Check;
use crate::check::{Answer, Finish};
use crate::extract::{self, Readings};
use crate::verdict::{Evidence, Judgement, NoAnswer, Outcome, Verdict};

/// The version of the rules by which what a program printed is judged.
const VERSION: u32 = 1;

/// What a program is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Python 3.12, standard library only.
    #[default]
    Python,
    /// JavaScript (ES2023), in QuickJS.
    Javascript,
}

impl Language {
    /// Its name in suites and as the tag of a fenced block.
    pub fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Javascript => "javascript",
        }
    }

    /// Tags that mean it.
    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Python => &["python", "py", "python3", "py3"],
            Self::Javascript => &["javascript", "js", "node", "mjs"],
        }
    }
}

/// One hidden problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the program finds on standard input: the problem's data as one JSON object.
    pub input: Box<str>,
    /// How what it prints is judged.
    pub check: Check,
}

/// What a program may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramLimits {
    /// Fuel for one case; see the sandbox's documentation for the unit.
    pub fuel: u64,
    /// Fuel for all cases together: those that come after it is used up are lost.
    pub total_fuel: u64,
    /// Bytes of memory.
    pub memory: u64,
}

impl Default for ProgramLimits {
    /// Two to ten seconds a case and less than a minute for all, by the machine.
    fn default() -> Self {
        Self {
            fuel: 20_000_000_000,
            total_fuel: 60_000_000_000,
            memory: 256 << 20,
        }
    }
}

/// The program in the response must print a right answer to each of some hidden problems. The score
/// is the share of them that it solves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramCheck {
    /// What it is written in.
    pub language: Language,
    /// The hidden problems; at least one.
    pub cases: Vec<Case>,
    /// What it may use.
    pub limits: ProgramLimits,
}

/// Judges one answer to one check.
pub type Judge<'a> = dyn Fn(&Check, Answer<'_>) -> Judgement + 'a;

/// What became of a program on one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ran {
    /// It ended well, having printed this.
    Printed(String),
    /// It ended otherwise, as this says (`out of fuel`).
    Failed(String),
    /// The machine failed, as this says, so nothing is known of the program.
    Unknown(String),
}

impl ProgramCheck {
    /// An error: a program has to be run, and nothing here can.
    pub fn judge(&self, _: Answer<'_>) -> Judgement {
        Judgement::both(Verdict::error(
            "a program has to be run to be judged, and no court was there to run it",
        ))
    }

    /// The program in a response, by the strict and by the lenient reading.
    pub fn program(&self, answer: Answer<'_>) -> Readings<String> {
        extract::program(answer, self.language.name(), self.language.aliases())
    }

    /// Decides over a program by what became of it on each case, in their order. The strict verdict
    /// judges what was printed strictly, the lenient one leniently. `judge` judges one answer to a
    /// case's own check: [`Check::judge`], or a [`Court`](crate::Court) that can run a plugin too.
    ///
    /// A case that couldn't be judged makes the whole an error: it is not known to be wrong.
    pub fn decide(&self, ran: &[Ran], judge: &Judge<'_>) -> Judgement {
        let judged: Vec<Result<Judgement, &str>> = self
            .cases
            .iter()
            .zip(ran)
            .map(|(case, ran)| match ran {
                Ran::Printed(text) => Ok(case.judge(text, judge)),
                Ran::Failed(why) | Ran::Unknown(why) => Err(why.as_str()),
            })
            .collect();
        if let Some(why) = ran.iter().find_map(|ran| match ran {
            Ran::Unknown(why) => Some(why),
            _ => None,
        }) {
            return Judgement::both(Verdict::error(format!("a case could not be run: {why}")));
        }
        if ran.len() != self.cases.len() || ran.is_empty() {
            return Judgement::both(Verdict::error("not every case was run"));
        }
        let verdict = |of: fn(&Judgement) -> &Verdict| {
            let cases = judged
                .iter()
                .map(|case| case.as_ref().map(of).map_err(|why| *why));
            sum_up(&cases.collect::<Vec<_>>())
        };
        Judgement {
            strict: verdict(|judgement| &judgement.strict),
            lenient: verdict(|judgement| &judgement.lenient),
        }
    }

    /// What decides besides the check's own data.
    pub fn version() -> String {
        format!("program-{VERSION}")
    }

    /// A program that knows the hidden problems and prints a right answer to each.
    pub fn reference(&self) -> String {
        self.table(Check::reference)
    }

    /// A program that prints a wrong answer to each.
    pub fn counterfeit(&self) -> String {
        self.table(Check::counterfeit)
    }

    /// A program that looks its input up.
    fn table(&self, answer: fn(&Check) -> String) -> String {
        // A JSON string is a string in both languages.
        let quoted = |text: &str| {
            serde_json::to_string(text)
                .unwrap_or_else(|error| unreachable!("text always serialises: {error}"))
        };
        let rows: String = self
            .cases
            .iter()
            .map(|case| {
                let (input, answer) = (quoted(&case.input), quoted(&answer(&case.check)));
                format!("    {input}: {answer},\n")
            })
            .collect();
        match self.language {
            Language::Python => format!(
                "```python\nimport sys\n\nANSWERS = {{\n{rows}}}\nprint(ANSWERS[sys.stdin.read()])\n```"
            ),
            Language::Javascript => format!(
                "```javascript\nconst answers = {{\n{rows}}};\n\
                 console.log(answers[std.in.readAsString()]);\n```"
            ),
        }
    }
}

impl Case {
    /// Judges what a program printed.
    ///
    /// An output that holds the form which the problem asks for, such as a box or the blocks of a
    /// trace, is read by it. Any other is taken as what belongs into the box: all of it strictly,
    /// and leniently its last line where all of it is no answer. Either way one output is one answer.
    pub fn judge(&self, printed: &str, judge: &Judge<'_>) -> Judgement {
        let judge = |text: &str| {
            let finish = Finish::Stop;
            judge(&self.check, Answer { text, finish })
        };
        let none = |verdict: &Verdict| matches!(verdict.outcome, Outcome::NoAnswer(_));
        let raw = judge(printed);
        let printed = printed.trim();
        if printed.is_empty() || !none(&raw.strict) || printed.contains("boxed{") {
            return raw;
        }
        let boxed = judge(&format!("\\boxed{{{printed}}}"));
        let lenient = if !none(&boxed.lenient) {
            boxed.lenient
        } else if !none(&raw.lenient) {
            raw.lenient
        } else {
            let last = printed.lines().next_back().unwrap_or(printed).trim();
            judge(&format!("\\boxed{{{last}}}")).lenient
        };
        Judgement {
            strict: boxed.strict,
            lenient,
        }
    }
}

/// One verdict over all cases.
fn sum_up(cases: &[Result<&Verdict, &str>]) -> Verdict {
    for (index, case) in cases.iter().enumerate() {
        if let Ok(verdict) = case
            && verdict.outcome == Outcome::Error
        {
            let why = verdict.evidence.reason.as_deref().unwrap_or("an error");
            let number = index + 1;
            return Verdict::error(format!("case {number} could not be judged: {why}"));
        }
    }
    let right = |case: &Result<&Verdict, &str>| case.is_ok_and(|v| v.outcome.is_correct());
    let solved = cases.iter().filter(|case| right(case)).count();
    let answer: Box<str> = format!("{solved} of {}", cases.len()).into();
    let Some((index, first)) = cases.iter().enumerate().find(|(_, case)| !right(case)) else {
        return Verdict::correct(answer);
    };
    let pattern: String = cases
        .iter()
        .map(|case| match case {
            Ok(verdict) if verdict.outcome.is_correct() => '1',
            Ok(Verdict {
                outcome: Outcome::NoAnswer(NoAnswer::Unparsable),
                ..
            })
            | Err(_) => '-',
            Ok(_) => '0',
        })
        .collect();
    let why = match first {
        Ok(verdict) => verdict
            .evidence
            .reason
            .as_deref()
            .unwrap_or("a wrong answer"),
        Err(why) => why,
    };
    Verdict {
        outcome: Outcome::Incorrect,
        score: solved as f64 / cases.len() as f64,
        evidence: Evidence {
            answer: Some(answer),
            // One character a case, as 1 right, 0 wrong, - no answer.
            reason: Some(format!("case {}: {why} [{pattern}]", index + 1).into()),
            steps: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::IntegerCheck;
    use super::*;
    use crate::Integer;

    fn check(answers: &[i64]) -> ProgramCheck {
        let case = |&expected: &i64| Case {
            input: format!("{{\"n\":{expected}}}").into(),
            check: Check::Integer(IntegerCheck {
                expected: Integer::from(expected),
            }),
        };
        ProgramCheck {
            language: Language::Python,
            cases: answers.iter().map(case).collect(),
            limits: ProgramLimits::default(),
        }
    }

    fn printed(texts: &[&str]) -> Vec<Ran> {
        texts
            .iter()
            .map(|text| Ran::Printed((*text).to_owned()))
            .collect()
    }

    #[test]
    fn the_score_is_the_share_of_cases() {
        let check = check(&[1, 2, 3, 4]);
        let all = check
            .decide(&printed(&["1\n", "2", "3", "\\boxed{4}"]), &Check::judge)
            .strict;
        assert_eq!((all.outcome, all.score), (Outcome::Correct, 1.0));
        let mut ran = printed(&["1", "3", "", "4"]);
        let some = check.decide(&ran, &Check::judge).strict;
        assert_eq!((some.outcome, some.score), (Outcome::Incorrect, 0.5));
        let reason = some.evidence.reason.as_deref();
        assert_eq!(reason, Some("case 2: 3 is not 2 [10-1]"));
        ran[0] = Ran::Failed("out of fuel".to_owned());
        let fewer = check.decide(&ran, &Check::judge).strict;
        assert_eq!(fewer.score, 0.25);
        let reason = fewer.evidence.reason.as_deref();
        assert_eq!(reason, Some("case 1: out of fuel [-0-1]"));
    }

    #[test]
    fn a_machine_that_fails_decides_nothing() {
        let check = check(&[1, 2]);
        let mut ran = printed(&["1", "5"]);
        ran[0] = Ran::Unknown("the machine took too long".to_owned());
        assert_eq!(
            check.decide(&ran, &Check::judge).strict.outcome,
            Outcome::Error
        );
        assert_eq!(
            check
                .decide(&printed(&["1"]), &Check::judge)
                .lenient
                .outcome,
            Outcome::Error
        );
        assert_eq!(
            check.decide(&[], &Check::judge).lenient.outcome,
            Outcome::Error
        );
    }

    #[test]
    fn a_case_that_can_not_be_judged_makes_the_whole_an_error() {
        let check = check(&[1, 2]);
        let ran = printed(&["1", "5"]);
        let judge = |check: &Check, answer: Answer<'_>| {
            if answer.text.contains('5') {
                return Judgement::both(Verdict::error("the plugin broke off"));
            }
            check.judge(answer)
        };
        let verdict = check.decide(&ran, &judge).strict;
        assert_eq!(verdict.outcome, Outcome::Error);
        let reason = verdict.evidence.reason.as_deref();
        let said = "case 2 could not be judged: the plugin broke off";
        assert_eq!(reason, Some(said));
    }

    #[test]
    fn one_output_is_one_answer() {
        let case = &check(&[42]).cases[0];
        let outcomes = |text: &str| {
            let judgement = case.judge(text, &Check::judge);
            (judgement.strict.outcome, judgement.lenient.outcome)
        };
        let unparsable = Outcome::NoAnswer(NoAnswer::Unparsable);
        assert_eq!(outcomes("42"), (Outcome::Correct, Outcome::Correct));
        assert_eq!(outcomes("working…\n42\n"), (unparsable, Outcome::Correct));
        // Every number that might be right, in every form: only the last counts.
        assert_eq!(outcomes("41\n42\n43").0, unparsable);
        assert_ne!(outcomes("41\n42\n43").1, Outcome::Correct);
        assert_eq!(outcomes("41 42 43").0, unparsable);
        assert_eq!(
            outcomes("\\boxed{42}\n\\boxed{43}"),
            (Outcome::Incorrect, Outcome::Incorrect)
        );
        assert_ne!(outcomes("}\\boxed{42").0, Outcome::Correct);
        assert_eq!(outcomes("41}\\boxed{42"), outcomes("41}\\boxed{42"));
        assert_eq!(outcomes("correct").0, unparsable);
        assert_eq!(outcomes("").0, unparsable);
    }

    #[test]
    fn players_write_programs() {
        let check = check(&[7, -3]);
        for (text, word) in [
            (check.reference(), "boxed{7}"),
            (check.counterfeit(), "boxed{8}"),
        ] {
            let program = check
                .program(Answer {
                    text: &text,
                    finish: Finish::Stop,
                })
                .strict
                .expect("a program");
            assert!(program.contains(word), "{program}");
        }
    }
}
