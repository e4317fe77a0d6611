//! The worker: a process that judges what it is sent, so that whatever goes wrong in there, a
//! guest that can't be woken or a fault of the engine, ends with that process.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use crate::chamber::Chamber;
use crate::guest::engine::{HOST_STACK, STACK};
use crate::ruling::Case;
use crate::wire::{Job, Reply, receive, send};

/// Serves cases from standard input until it ends; `folder` is where the guest is installed.
///
/// A second thread reads, so that the process ends as soon as its parent does, also in the midst
/// of a judgement.
pub fn serve(folder: &Path) -> ExitCode {
    let (sender, jobs) = mpsc::channel();
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(job) = receive::<Job>(&mut input) {
            if sender.send(job).is_err() {
                break;
            }
        }
        leave(0);
    });
    let folder = folder.to_path_buf();
    let work = thread::Builder::new()
        .stack_size(STACK + HOST_STACK)
        .spawn(move || work(&folder, &jobs));
    match work.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Ends the process without waiting for a guest's threads, some of which may never end.
#[expect(
    clippy::exit,
    reason = "a worker's guest may hold threads that can't be joined"
)]
fn leave(code: i32) -> ! {
    std::process::exit(code)
}

fn work(folder: &Path, jobs: &mpsc::Receiver<Job>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let mut chamber = match Chamber::open(folder) {
        Ok(chamber) => chamber,
        Err(error) => return send(&mut out, &Reply::Unable(error.to_string())),
    };
    send(&mut out, &Reply::Ready)?;
    while let Ok(job) = jobs.recv() {
        let case = Case {
            challenge: &job.challenge,
            submission: &job.submission,
            targets: &job.targets,
            policy: &job.policy,
        };
        let ruling = Box::new(chamber.judge(&case, &job.limits));
        let last = !chamber.is_clean();
        send(&mut out, &Reply::Ruled { ruling, last })?;
        if last {
            out.flush()?;
            leave(0);
        }
    }
    Ok(())
}
