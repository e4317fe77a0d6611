//! A folder to work in, and commands that read as they are typed.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;
use tribunal_mock::{Config, MockServer};
use tribunal_store::Reader;

/// No command of these tests takes so long on any machine.
const PATIENCE: Duration = Duration::from_secs(600);

/// An empty folder, gone at the end of the test.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// Writes a file into the folder.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), content).expect("the file is written");
        self
    }

    /// A suite of 64 items that doesn't grow when tasks are added: `steady.toml`.
    pub(crate) fn steady_suite(&self) -> &Self {
        self.file(
            "steady.toml",
            "name = \"steady\"\nversion = 1\n\
             [[task]]\nname = \"beyondbench.easy.sum\"\ncount = 30\n\
             [[task]]\nname = \"beyondbench.easy.sorting\"\ncount = 22\n\
             [[task]]\nname = \"tmbench.mtag\"\ncount = 2\nparams = { steps = 6 }\n",
        )
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// A command, its arguments separated by blanks.
    pub(crate) fn tribunal(&self, args: &str) -> Tribunal<'_> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tribunal"));
        command
            .args(args.split_whitespace())
            .current_dir(self.folder.path())
            .env_clear();
        Tribunal {
            place: self,
            command,
            typed: args.to_owned(),
        }
    }

    /// The same against a model of `server`, with retries that don't wait.
    pub(crate) fn ask(&self, server: &MockServer, args: &str) -> Tribunal<'_> {
        self.tribunal(&format!(
            "{args} --model openai/mock --base-url {}/v1 --first-wait-ms 1",
            server.url()
        ))
    }

    /// A shell script, in which `$TRIBUNAL` is the command.
    pub(crate) fn shell(&self, script: &str) -> Tribunal<'_> {
        let mut command = Command::new("sh");
        command
            .args(["-c", script])
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("TRIBUNAL", env!("CARGO_BIN_EXE_tribunal"));
        Tribunal {
            place: self,
            command,
            typed: script.to_owned(),
        }
    }

    /// The default store, opened for reading.
    pub(crate) fn store(&self) -> Reader {
        Reader::open(self.path("tribunal.db")).expect("the store opens")
    }

    /// Looks through the whole file for damage.
    pub(crate) fn store_is_sound(&self) {
        self.store().check().expect("the store is sound");
    }

    /// The report of the latest run, without what differs from run to run of the same plan.
    pub(crate) fn figures(&self) -> Value {
        self.figures_of("tribunal.db")
    }

    /// The same of the latest run in another store.
    pub(crate) fn figures_of(&self, store: &str) -> Value {
        let report = self.tribunal(&format!("report --json --store {store}"));
        let mut report = report.ok().json();
        strip(&mut report);
        report
    }

    /// What was answered and judged in the latest run: what must survive every way out and in.
    pub(crate) fn verdicts(&self) -> Vec<Value> {
        self.verdicts_of("tribunal.db")
    }

    /// The same of the latest run in another store.
    pub(crate) fn verdicts_of(&self, store: &str) -> Vec<Value> {
        let export = self.tribunal(&format!("export latest --store {store}"));
        Self::judged(&export.ok().stdout)
    }

    /// The same of an export in lines.
    pub(crate) fn judged(export: &str) -> Vec<Value> {
        let columns = [
            "digest",
            "repeat",
            "text",
            "finish",
            "strict_outcome",
            "strict_score",
            "strict_answer",
            "lenient_outcome",
            "lenient_answer",
        ];
        let line = |line: &str| {
            let line: Value = serde_json::from_str(line).expect("a JSON line");
            columns.iter().map(|&column| line[column].clone()).collect()
        };
        export.lines().map(line).collect()
    }

    /// `text` with what differs from one machine or day to the next replaced.
    fn filtered(&self, text: &str) -> String {
        text.replace(&self.folder.path().display().to_string(), "[FOLDER]")
    }
}

/// Takes numbers, times and latencies out of a report.
fn strip(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for key in ["id", "started_ms", "updated_ms", "finished_ms", "latency"] {
                map.shift_remove(key);
            }
            map.values_mut().for_each(strip);
        }
        Value::Array(list) => list.iter_mut().for_each(strip),
        _ => {}
    }
}

/// A command that has not been started.
pub(crate) struct Tribunal<'a> {
    place: &'a Place,
    command: Command,
    typed: String,
}

impl Tribunal<'_> {
    pub(crate) fn env(mut self, variable: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(variable, value);
        self
    }

    /// Starts it and goes on.
    pub(crate) fn start(mut self) -> Running {
        let mut child = self
            .command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let stdout = drain(child.stdout.take());
        let stderr = drain(child.stderr.take());
        Running {
            child,
            stdout: Some(stdout),
            stderr: Some(stderr),
            typed: self.typed,
        }
    }

    /// Runs it to its end.
    pub(crate) fn run(self) -> Done {
        self.start().end()
    }

    /// Runs it to its end, which must be good.
    pub(crate) fn ok(self) -> Done {
        self.run().code(0)
    }

    /// What was typed, the code, and what was printed where: for snapshots.
    pub(crate) fn picture(self) -> String {
        let (place, typed) = (self.place, self.typed.clone());
        let done = self.run();
        let mut text = format!("$ tribunal {typed}\nends with {}\n", done.code);
        for (name, stream) in [("stdout", &done.stdout), ("stderr", &done.stderr)] {
            if !stream.is_empty() {
                text.push_str(&format!("--- {name}\n{stream}"));
            }
        }
        place.filtered(&text)
    }
}

fn drain(stream: Option<impl Read + Send + 'static>) -> JoinHandle<String> {
    let mut stream = stream.expect("the stream is piped");
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("the pipe is read");
        String::from_utf8(bytes).expect("output is UTF-8")
    })
}

/// A command under way; killed when dropped.
pub(crate) struct Running {
    child: Child,
    stdout: Option<JoinHandle<String>>,
    stderr: Option<JoinHandle<String>>,
    typed: String,
}

impl Running {
    /// Sends a signal, such as `INT`; a process that has ended already doesn't mind.
    pub(crate) fn signal(&mut self, name: &str) {
        if self
            .child
            .try_wait()
            .expect("it can be waited for")
            .is_none()
        {
            let script = format!("kill -{name} {}", self.child.id());
            drop(Command::new("sh").args(["-c", &script]).output());
        }
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> Done {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                break status;
            }
            assert!(begun.elapsed() < PATIENCE, "`{}` hangs", self.typed);
            std::thread::sleep(Duration::from_millis(2));
        };
        let text = |stream: Option<JoinHandle<String>>| {
            stream
                .map(|reading| reading.join().expect("the output is read"))
                .unwrap_or_default()
        };
        Done {
            stdout: text(self.stdout.take()),
            stderr: text(self.stderr.take()),
            // A process ended by a signal has none.
            code: status.code().unwrap_or(-1),
            typed: std::mem::take(&mut self.typed),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // After `end` there is nothing left to kill.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A command that has ended.
pub(crate) struct Done {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
    typed: String,
}

impl Done {
    /// It ended with this code and without a panic.
    #[track_caller]
    pub(crate) fn code(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "`{}`\n--- stdout\n{}\n--- stderr\n{}",
            self.typed, self.stdout, self.stderr
        );
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    /// It said so on stderr.
    #[track_caller]
    pub(crate) fn says(self, part: &str) -> Self {
        assert!(
            self.stderr.contains(part),
            "`{}` doesn't say `{part}`:\n{}",
            self.typed,
            self.stderr
        );
        self
    }

    /// It printed so on stdout.
    #[track_caller]
    pub(crate) fn prints(self, part: &str) -> Self {
        assert!(
            self.stdout.contains(part),
            "`{}` doesn't print `{part}`:\n{}",
            self.typed,
            self.stdout
        );
        self
    }

    /// Its stdout, one JSON document.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("`{}`: {error}\n{}", self.typed, self.stdout))
    }
}

/// Where the guests are that this test's own environment names; commands get no other variable
/// of it.
pub(crate) fn guests() -> PathBuf {
    tribunal_sandbox::home().expect("TRIBUNAL_HOME, XDG_DATA_HOME or HOME is set")
}

/// A server on a free port.
pub(crate) fn serve(config: Config) -> MockServer {
    MockServer::start_blocking(config).expect("the mock server starts")
}

/// A server that answers each prompt in its own way, the same every time: a small number, which
/// now and then is right.
pub(crate) fn steady(config: Config) -> MockServer {
    serve(Config {
        answer: tribunal_mock::Answer::call(|request| {
            tribunal_mock::Reply::boxed(tribunal_mock::item_key(request.prompt) % 4)
        }),
        ..config
    })
}

/// Waits until `happened` is true.
#[track_caller]
pub(crate) fn await_that(what: &str, mut happened: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !happened() {
        assert!(begun.elapsed() < PATIENCE, "it never happens that {what}");
        std::thread::sleep(Duration::from_micros(500));
    }
}

/// Compares with a stored picture, in which ports, times and digests don't show.
pub(crate) fn assert_picture(name: &str, picture: &str) {
    insta::with_settings!({
        filters => vec![
            (r"127\.0\.0\.1:\d+", "[SERVER]"),
            (r"\d+(\.\d+)? ms", "[MS]"),
            (r"done in [^\n]+", "done in [TIME]"),
            (r"Run (\d+) \([0-9a-f]{8}\)", "Run $1 ([UID])"),
            // Those of items are held by the generators' tests, and those of plans change with
            // every prompt added.
            (r"(?m)^(digest +(\w+ +)?)[0-9a-f]{64}$", "$1[DIGEST]"),
            (r"embedded are [^;]+;", "embedded are [SUITES];"),
            (r"items 0 to \d+,", "items 0 to [LAST],"),
            (r"20\d\d-\d\d-\d\d \d\d:\d\d UTC", "[TIME]"),
        ],
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, picture);
    });
}

/// Whether there is a file there.
pub(crate) fn is_file(path: &Path) -> bool {
    path.is_file()
}
