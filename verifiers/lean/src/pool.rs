//! Workers: processes that judge, as many as there are cores, ended when they don't answer.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::install::{self, Installation};
use crate::judge::Settings;
use crate::ruling::Doubt;
use crate::wire::{Reply, Request, receive, send};
use crate::worker::STALLED;

/// How long a worker may take to load the guest. A first image of a set of imports may have to
/// be made, or a new version of the engine may have to compile the guest again.
const START: Duration = Duration::from_secs(900);

/// Why there is no answer: what kept it, and in words.
pub(crate) type Failure = (Doubt, String);

/// How often a case is tried whose worker broke off. What lies in the machine, such as another
/// process that takes all its memory, seldom strikes twice; what lies in the file does.
const MOST_TRIES: u32 = 2;

/// Why a worker gave no answer.
enum Unanswered {
    /// It had to be ended, as its time was up.
    Late,
    /// It ended by itself, as this says.
    Ended(String),
}

/// The workers of a judge.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    places: Mutex<Places>,
    free: Condvar,
}

#[derive(Debug, Default)]
struct Places {
    idle: Vec<Worker>,
    busy: usize,
}

impl Pool {
    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has a worker answer, as soon as one is free; one that takes longer than `patience` is
    /// ended.
    pub(crate) fn ask(
        &self,
        settings: &Settings,
        request: &Request,
        patience: Duration,
    ) -> Result<Reply, Failure> {
        let mut place = Place::take(self, settings);
        let mut tries = 0;
        loop {
            let worker = match place.worker.take() {
                Some(worker) => worker,
                None => Worker::ready(settings).map_err(|reason| (Doubt::Judge, reason))?,
            };
            let (reply, worker) = worker.answer(request, patience);
            place.worker = worker;
            tries += 1;
            match reply {
                Ok(reply) => return Ok(reply),
                Err(Unanswered::Late) => {
                    let reason = "its time is up, and its worker had to be ended".to_owned();
                    return Err((Doubt::Time, reason));
                }
                Err(Unanswered::Ended(_)) if tries < MOST_TRIES => {}
                Err(Unanswered::Ended(reason)) => return Err((Doubt::Crash, reason)),
            }
        }
    }
}

/// A place among the workers, given back when it is dropped.
struct Place<'a> {
    pool: &'a Pool,
    worker: Option<Worker>,
}

impl<'a> Place<'a> {
    fn take(pool: &'a Pool, settings: &Settings) -> Self {
        let cores = || thread::available_parallelism().map_or(1, usize::from);
        let most = settings.workers.unwrap_or_else(cores).max(1);
        let mut places = pool.places();
        while places.busy >= most {
            places = pool
                .free
                .wait(places)
                .unwrap_or_else(PoisonError::into_inner);
        }
        places.busy += 1;
        let worker = places.idle.pop();
        Self { pool, worker }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut places = self.pool.places();
        places.busy -= 1;
        places.idle.extend(self.worker.take());
        drop(places);
        self.pool.free.notify_one();
    }
}

/// A worker's process.
#[derive(Debug)]
struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    replies: mpsc::Receiver<Reply>,
}

impl Worker {
    /// A new worker that has loaded the guest.
    fn ready(settings: &Settings) -> Result<Self, String> {
        let source = match &settings.native {
            Some(native) => native.as_ref().map_err(String::clone)?.arguments(),
            None => vec![guest(settings)?.into_os_string()],
        };
        let (program, arguments) = match &settings.worker {
            Some((program, arguments)) => (program.clone(), arguments.clone()),
            None => own_program().map_err(|error| error.to_string())?,
        };
        let shown = program.display();
        let worker = Self::start(&program, &arguments, &source)
            .map_err(|error| format!("no worker could be started from {shown}: {error}"))?;
        match worker.replies.recv_timeout(START) {
            Ok(Reply::Ready) => Ok(worker),
            Ok(Reply::Unable(reason)) => Err(reason),
            _ => Err(format!("{shown} does not serve as a worker")),
        }
    }

    fn start(program: &Path, arguments: &[String], source: &[OsString]) -> io::Result<Self> {
        let mut child = Command::new(program)
            .args(arguments)
            .args(source)
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

    /// The answer, and the worker if it can take another request.
    fn answer(
        mut self,
        request: &Request,
        patience: Duration,
    ) -> (Result<Reply, Unanswered>, Option<Self>) {
        let sent = match self.input.as_mut() {
            Some(input) => send(input, request),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        };
        let reply = sent
            .map_err(|_| RecvTimeoutError::Disconnected)
            .and_then(|()| self.replies.recv_timeout(patience));
        match reply {
            Ok(reply) if reply.is_last() => (Ok(reply), None),
            Ok(reply) => (Ok(reply), Some(self)),
            Err(RecvTimeoutError::Timeout) => (Err(Unanswered::Late), None),
            Err(RecvTimeoutError::Disconnected) => {
                let status = self.ended();
                let reason = if status.and_then(|status| status.code()) == Some(STALLED) {
                    "the guest stood still: its threads wait for what never comes".to_owned()
                } else {
                    let how = status.map_or_else(String::new, |status| format!(": {status}"));
                    format!("its worker ended in the midst of it, twice{how}")
                };
                (Err(Unanswered::Ended(reason)), None)
            }
        }
    }

    /// How the process ended, if it does so within a moment: its output ends a little earlier.
    fn ended(&mut self) -> Option<ExitStatus> {
        for _ in 0..100 {
            match self.child.try_wait() {
                Ok(None) => thread::sleep(Duration::from_millis(5)),
                ended => return ended.ok().flatten(),
            }
        }
        None
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may hang in a guest that nothing else can end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The guest's folder.
fn guest(settings: &Settings) -> Result<PathBuf, String> {
    let folder = match &settings.folder {
        Some(folder) => folder.clone(),
        None => install::folder().map_err(|error| error.to_string())?,
    };
    // Said here, so that what is missing is told by the program that the user called.
    Installation::find(&folder).map_err(|error| error.to_string())?;
    Ok(folder)
}

fn own_program() -> io::Result<(PathBuf, Vec<String>)> {
    let program = std::env::current_exe()?;
    Ok((program, vec!["lean".to_owned(), "worker".to_owned()]))
}
