//! The judge: hands cases to workers, one for each core, and ends those that don't answer.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::chamber::version;
use crate::install::{self, Installation};
use crate::ruling::{Case, Doubt, Limits, Outcome, Ruling, Timings};
use crate::wire::{Job, Reply, receive, send};

/// Beyond a case's own limit, how long a worker may take before it is ended.
const GRACE: Duration = Duration::from_secs(5);

/// How long a worker may take to load the guest; the first image of a set of imports may have to
/// be made.
const START: Duration = Duration::from_secs(120);

/// How a judge works.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where the guest is installed; the usual folder where absent.
    pub folder: Option<PathBuf>,
    /// The program that serves as worker and its arguments, to which the guest's folder is
    /// added. By default this program itself, called with `lean worker`.
    pub worker: Option<(PathBuf, Vec<String>)>,
    /// The most workers at a time; as many as there are cores where absent.
    pub workers: Option<usize>,
    /// What each judgement may use.
    pub limits: Limits,
}

/// Who judges proofs: a guest of this program, or a Lean that is installed.
pub trait BackEnd: fmt::Debug + Send + Sync {
    /// What decides a judgement besides the case.
    fn version(&self) -> String;

    /// Judges a case. Blocks the calling thread.
    fn judge(&self, case: &Case<'_>) -> Ruling;
}

/// Judges proofs by the guest. Cheap to make: workers start with the first case, and stay.
#[derive(Debug)]
pub struct Judge {
    settings: Settings,
    pool: Mutex<Pool>,
    free: Condvar,
}

#[derive(Debug, Default)]
struct Pool {
    idle: Vec<Worker>,
    busy: usize,
}

impl Judge {
    /// A judge.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            pool: Mutex::default(),
            free: Condvar::new(),
        }
    }

    /// What decides a judgement besides the case: this judge and the guest.
    pub fn version(&self) -> String {
        version()
    }

    /// Judges a case: blocks until a worker is free and has answered, or was ended.
    pub fn judge(&self, case: &Case<'_>) -> Ruling {
        let place = self.place();
        let asked = self.ask(place.worker, case);
        self.leave(asked)
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn most_workers(&self) -> usize {
        let cores = || thread::available_parallelism().map_or(1, usize::from);
        self.settings.workers.unwrap_or_else(cores).max(1)
    }

    /// A place among the workers: an idle one, or room for a new one.
    fn place(&self) -> Place {
        let mut pool = self.pool();
        while pool.busy >= self.most_workers() {
            pool = self.free.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
        pool.busy += 1;
        Place {
            worker: pool.idle.pop(),
        }
    }

    fn leave(&self, (ruling, worker): (Ruling, Option<Worker>)) -> Ruling {
        let mut pool = self.pool();
        pool.busy -= 1;
        pool.idle.extend(worker);
        drop(pool);
        self.free.notify_one();
        ruling
    }

    fn ask(&self, worker: Option<Worker>, case: &Case<'_>) -> (Ruling, Option<Worker>) {
        let mut worker = match worker.map_or_else(|| self.start(), Ok) {
            Ok(worker) => worker,
            Err(reason) => return (undecided(case, Doubt::Judge, reason), None),
        };
        let job = Job {
            challenge: case.challenge.to_owned(),
            submission: case.submission.to_owned(),
            targets: case.targets.to_vec(),
            policy: case.policy.clone(),
            limits: self.settings.limits,
        };
        // The challenge, the submission and the replay share one limit; the worker keeps it
        // itself unless it can't.
        let patience = Duration::from_millis(self.settings.limits.milliseconds) + GRACE;
        let asked = worker
            .send(&job)
            .map_err(|_| RecvTimeoutError::Disconnected);
        match asked.and_then(|()| worker.replies.recv_timeout(patience)) {
            Ok(Reply::Ruled {
                ruling,
                last: false,
            }) => (*ruling, Some(worker)),
            Ok(Reply::Ruled { ruling, last: true }) => (*ruling, None),
            Ok(Reply::Unable(reason)) => (undecided(case, Doubt::Judge, reason), None),
            Ok(Reply::Ready) => {
                let reason = "the worker answered what it was not asked".to_owned();
                (undecided(case, Doubt::Judge, reason), None)
            }
            Err(RecvTimeoutError::Timeout) => {
                let reason = "its time is up, and its worker had to be ended".to_owned();
                (undecided(case, Doubt::Time, reason), None)
            }
            Err(RecvTimeoutError::Disconnected) => {
                let reason = format!("the worker ended in the midst of it{}", worker.how());
                (undecided(case, Doubt::Crash, reason), None)
            }
        }
    }

    fn start(&self) -> Result<Worker, String> {
        let folder = match &self.settings.folder {
            Some(folder) => folder.clone(),
            None => install::folder().map_err(|error| error.to_string())?,
        };
        // Said here, so that what is missing is told by the program that the user called.
        Installation::find(&folder).map_err(|error| error.to_string())?;
        let (program, arguments) = match &self.settings.worker {
            Some((program, arguments)) => (program.clone(), arguments.clone()),
            None => {
                let program = std::env::current_exe().map_err(|error| error.to_string())?;
                (program, vec!["lean".to_owned(), "worker".to_owned()])
            }
        };
        let worker = Worker::start(Command::new(&program).args(arguments).arg(&folder)).map_err(
            |error| {
                format!(
                    "no worker could be started from {}: {error}",
                    program.display()
                )
            },
        )?;
        match worker.replies.recv_timeout(START) {
            Ok(Reply::Ready) => Ok(worker),
            Ok(Reply::Unable(reason)) => Err(reason),
            _ => Err(format!("{} does not serve as a worker", program.display())),
        }
    }
}

impl BackEnd for Judge {
    fn version(&self) -> String {
        self.version()
    }

    fn judge(&self, case: &Case<'_>) -> Ruling {
        self.judge(case)
    }
}

struct Place {
    worker: Option<Worker>,
}

/// A worker's process.
#[derive(Debug)]
struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    replies: mpsc::Receiver<Reply>,
}

impl Worker {
    fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // It needs nothing of the environment, so it can lose nothing.
            .env_clear()
            .spawn()?;
        let input = child.stdin.take();
        let output = child.stdout.take();
        let (sender, replies) = mpsc::channel();
        thread::spawn(move || {
            let Some(mut output) = output else {
                return;
            };
            while let Ok(reply) = receive(&mut output) {
                if sender.send(reply).is_err() {
                    break;
                }
            }
        });
        Ok(Self {
            child,
            input,
            replies,
        })
    }

    fn send(&mut self, job: &Job) -> io::Result<()> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        send(input, job)
    }

    /// How the process ended, if it has.
    fn how(&mut self) -> String {
        match self.child.try_wait() {
            Ok(Some(status)) => format!(" ({status})"),
            _ => String::new(),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may hang in a guest that nothing else can end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn undecided(case: &Case<'_>, doubt: Doubt, reason: String) -> Ruling {
    Ruling {
        outcome: Outcome::Undecided { doubt, reason },
        axioms: std::collections::BTreeSet::new(),
        declarations: 0,
        challenge: blake3::hash(case.challenge.as_bytes()).to_hex().to_string(),
        submission: blake3::hash(case.submission.as_bytes())
            .to_hex()
            .to_string(),
        judge: version(),
        timings: Timings::default(),
    }
}
