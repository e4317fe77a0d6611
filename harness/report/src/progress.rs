//! A run while it goes on: a consumer of the runner's events.
//!
//! An event only updates counters; text is made at most ten times a second, so that
//! thousands of events a second cost next to nothing.

mod tally;

use std::io::Write;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tribunal_run::Event;

use crate::format::{duration, tame};
use tally::Tally;

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A bar that is drawn over, for a terminal.
    Bar,
    /// Plain lines, for a log: one every 5 s at first, later one whenever a tenth more time
    /// has passed, and at last one every 5 minutes.
    Lines,
    /// Every event as one line of JSON.
    Json,
    /// Nothing.
    Quiet,
}

impl Mode {
    /// The mode that fits: `json` goes before `quiet`, and a bar needs a `terminal`.
    #[must_use]
    pub fn choose(quiet: bool, json: bool, terminal: bool) -> Self {
        match (json, quiet, terminal) {
            (true, ..) => Self::Json,
            (false, true, _) => Self::Quiet,
            (false, false, true) => Self::Bar,
            (false, false, false) => Self::Lines,
        }
    }
}

/// Time between two drawings of the bar.
const FRAME: Duration = Duration::from_millis(100);
/// The least and the most time between two plain lines.
pub(crate) const LINE_GAPS: (Duration, Duration) =
    (Duration::from_secs(5), Duration::from_secs(300));
/// Of failures, and of long waits, so many are told one by one; the rest is only counted.
const NOTES: u32 = 5;
/// A wait before a retry is worth a note from here on.
const LONG_WAIT_MS: u64 = 10_000;
/// Messages in notes are cut to so many characters.
const MESSAGE: usize = 200;

/// Shows a run's events, until it is dropped.
pub struct Progress {
    mode: Mode,
    tally: Tally,
    began: Instant,
    /// When the next text is due, since `began`.
    due: Duration,
    failures_told: u32,
    waits_told: u32,
    bar: ProgressBar,
    sink: Box<dyn Write>,
    /// The sink took no more; nobody listens.
    deaf: bool,
    line: Vec<u8>,
}

impl std::fmt::Debug for Progress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Progress")
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

impl Progress {
    /// A display on the standard error stream.
    #[must_use]
    pub fn new(mode: Mode) -> Self {
        Self::onto(mode, Box::new(std::io::stderr()))
    }

    /// As [`Progress::new`], with lines and JSON going to `sink` (a bar is always drawn on the
    /// standard error stream). A sink that fails is written to no more.
    #[must_use]
    pub fn onto(mode: Mode, sink: Box<dyn Write>) -> Self {
        let bar = if mode == Mode::Bar {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
            if let Ok(style) = ProgressStyle::with_template("{spinner} {bar:16} {wide_msg}") {
                bar.set_style(style);
            }
            // Drawn from a thread of its own, so that a silent server does not look like a
            // program that hangs.
            bar.enable_steady_tick(Duration::from_millis(250));
            bar
        } else {
            ProgressBar::hidden()
        };
        Self {
            mode,
            tally: Tally::default(),
            began: Instant::now(),
            due: if mode == Mode::Lines {
                LINE_GAPS.0
            } else {
                Duration::ZERO
            },
            failures_told: 0,
            waits_told: 0,
            bar,
            sink,
            deaf: false,
            line: Vec::new(),
        }
    }

    /// Takes the next event.
    pub fn take(&mut self, event: &Event) {
        match self.mode {
            Mode::Quiet => {}
            Mode::Json => self.json(event),
            Mode::Bar | Mode::Lines => {
                self.tally.count(event);
                self.note(event);
                let now = self.began.elapsed();
                if now >= self.due {
                    self.draw(now);
                }
            }
        }
    }

    fn json(&mut self, event: &Event) {
        self.line.clear();
        if serde_json::to_writer(&mut self.line, event).is_ok() {
            self.line.push(b'\n');
            self.write();
        }
    }

    fn draw(&mut self, now: Duration) {
        self.tally.measure(now);
        if self.mode == Mode::Bar {
            self.bar.set_length(self.tally.planned());
            self.bar.set_position(self.tally.done());
            self.bar.set_message(self.tally.words());
            self.due = now + FRAME;
        } else {
            let words = self.tally.words();
            self.say(&words);
            self.due = now + (now / 10).clamp(LINE_GAPS.0, LINE_GAPS.1);
        }
    }

    /// Tells what a count alone would hide.
    fn note(&mut self, event: &Event) {
        match event {
            Event::Learned { message } => self.tell(&format!("note: {}", tame(message, MESSAGE))),
            Event::Retrying {
                message, wait_ms, ..
            } if *wait_ms >= LONG_WAIT_MS => {
                if let Some(more) = one_more(&mut self.waits_told) {
                    let wait = duration(wait_ms / 1000);
                    self.tell(&format!("waiting {wait}: {}{more}", tame(message, MESSAGE)));
                }
            }
            Event::Failed {
                ordinal,
                class,
                message,
                ..
            } => {
                if let Some(more) = one_more(&mut self.failures_told) {
                    let message = tame(message, MESSAGE);
                    self.tell(&format!("error: item {ordinal}: {class}: {message}{more}"));
                }
            }
            _ => {}
        }
    }

    fn tell(&mut self, text: &str) {
        if self.mode == Mode::Bar {
            self.bar.println(text);
        } else {
            self.say(text);
        }
    }

    fn say(&mut self, text: &str) {
        self.line.clear();
        self.line.extend_from_slice(text.as_bytes());
        self.line.push(b'\n');
        self.write();
    }

    fn write(&mut self) {
        self.deaf = self.deaf || self.sink.write_all(&self.line).is_err();
    }
}

/// Whether one more of its kind is told, and what is added to the last.
fn one_more(told: &mut u32) -> Option<&'static str> {
    *told = told.saturating_add(1);
    match *told {
        n if n < NOTES => Some(""),
        NOTES => Some(" (further ones are only counted)"),
        _ => None,
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        match self.mode {
            // The report follows and says it all.
            Mode::Bar => self.bar.finish_and_clear(),
            Mode::Lines => self.draw(self.began.elapsed()),
            Mode::Json | Mode::Quiet => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use tribunal_verifiers::Outcome;

    use super::*;

    #[derive(Clone, Default)]
    struct Shared(Rc<RefCell<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl Shared {
        fn text(&self) -> String {
            String::from_utf8(self.0.borrow().clone()).unwrap()
        }
    }

    fn answered(ordinal: u64) -> Event {
        Event::Answered {
            ordinal,
            repeat: 0,
            outcome: Outcome::Correct,
            input_tokens: Some(5),
            output_tokens: None,
            cost_micro_usd: Some(1_000),
            latency: Some(Duration::from_millis(3)),
        }
    }

    fn failed(ordinal: u64) -> Event {
        Event::Failed {
            ordinal,
            repeat: 0,
            class: "server".to_owned(),
            message: "503\u{1b}[2J".to_owned(),
        }
    }

    fn play(mode: Mode, events: &[Event]) -> String {
        let sink = Shared::default();
        let mut progress = Progress::onto(mode, Box::new(sink.clone()));
        for event in events {
            progress.take(event);
        }
        drop(progress);
        sink.text()
    }

    #[test]
    fn the_mode_fits_the_stream() {
        assert_eq!(Mode::choose(false, false, true), Mode::Bar);
        assert_eq!(Mode::choose(false, false, false), Mode::Lines);
        assert_eq!(Mode::choose(true, false, true), Mode::Quiet);
        assert_eq!(Mode::choose(true, true, true), Mode::Json);
    }

    #[test]
    fn thousands_of_events_make_few_lines() {
        let mut events = vec![Event::Started {
            planned: 20_000,
            settled: 5_000,
        }];
        events.extend((0..14_990).map(answered));
        events.extend((14_990..15_000).map(failed));
        let text = play(Mode::Lines, &events);
        let errors = text
            .lines()
            .filter(|line| line.starts_with("error: "))
            .count();
        assert_eq!(errors, NOTES as usize);
        assert!(text.contains("error: item 14994: server: 503\u{fffd}[2J (further ones"));
        assert_eq!(text.lines().count(), errors + 1, "{text}");
        let last = text.lines().last().unwrap();
        assert!(last.starts_with("20,000 of 20,000 · 100.0 %"), "{last}");
        assert!(
            last.contains("10 errors") && last.contains("$14.99"),
            "{last}"
        );
    }

    #[test]
    fn quiet_says_nothing() {
        assert_eq!(play(Mode::Quiet, &[answered(0), failed(1)]), "");
    }

    #[test]
    fn json_is_one_event_a_line() {
        let events = [
            Event::Started {
                planned: 2,
                settled: 0,
            },
            answered(0),
            failed(1),
        ];
        let text = play(Mode::Json, &events);
        let lines: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let names: Vec<&str> = lines
            .iter()
            .map(|line| line["event"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["started", "answered", "failed"]);
        assert_eq!(lines[1]["output_tokens"], serde_json::Value::Null);
    }

    #[test]
    fn a_closed_stream_ends_the_talk_and_not_the_run() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let mut progress = Progress::onto(Mode::Json, Box::new(Closed));
        progress.take(&answered(0));
        assert!(progress.deaf);
        progress.take(&answered(1));
    }
}
