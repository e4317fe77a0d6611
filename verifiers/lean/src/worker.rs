//! The worker: a process that judges what it is sent, so that whatever goes wrong in there, a
//! guest that can't be woken or a fault of the engine, ends with that process.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use crate::chamber::{Chamber, Steps};
use crate::guest::GuestSteps;
use crate::guest::clock::{others_run, worked};
use crate::guest::engine::{HOST_STACK, STACK};
use crate::ruling::Case;
use crate::wire::{Reply, Request, receive, send};

/// Serves requests from standard input until it ends; `folder` is where the guest is installed.
///
/// A second thread reads, so that the process ends as soon as its parent does, also in the midst
/// of a judgement.
///
/// # Errors
/// Standard input or output can't be read or written, or the thread that judges can't be made.
pub fn serve(folder: &Path) -> io::Result<()> {
    let (sender, requests) = mpsc::channel();
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(request) = receive::<Request>(&mut input) {
            if sender.send(request).is_err() {
                break;
            }
        }
        leave(0);
    });
    let folder = folder.to_path_buf();
    let work = thread::Builder::new()
        .stack_size(STACK + HOST_STACK)
        .spawn(move || work(&folder, &requests))?;
    let panicked = |_| io::Error::other("the worker's thread panicked");
    work.join().map_err(panicked)?
}

/// The code with which a worker ends whose guest stands still.
pub(crate) const STALLED: i32 = 75;

/// How often the watch looks.
const LOOK: Duration = Duration::from_millis(500);

/// After so many looks in which next to nothing was done, the guest stands still.
const STILL: u32 = 4;

/// What the thread that makes guests look at the clock takes between two looks, at most.
const IDLE: Duration = Duration::from_millis(30);

/// Looks whether a guest still does something. A file can have its threads wait for each other, or
/// for what never comes, and a thread that waits can't be woken from here; so the process ends, and
/// says so.
struct Watch {
    busy: Arc<AtomicBool>,
}

impl Watch {
    fn start() -> Self {
        let busy = Arc::new(AtomicBool::new(false));
        let watched = Arc::clone(&busy);
        thread::spawn(move || {
            let (mut before, mut still) = (None, 0);
            loop {
                thread::sleep(LOOK);
                let now = worked();
                let moved = match (before, now) {
                    // On a machine that is busy with other things, a guest that works may get
                    // little done.
                    (Some(before), Some(now)) => now > before + IDLE || others_run() != Some(false),
                    // Where the system does not tell, nothing is ever taken for still.
                    _ => true,
                };
                before = now;
                still = if moved || !watched.load(Ordering::Acquire) {
                    0
                } else {
                    still + 1
                };
                if still >= STILL {
                    leave(STALLED);
                }
            }
        });
        Self { busy }
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

fn work(folder: &Path, requests: &mpsc::Receiver<Request>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let mut chamber = match GuestSteps::open(folder) {
        Ok(steps) => Chamber::new(steps),
        Err(error) => return send(&mut out, &Reply::Unable(error.to_string())),
    };
    send(&mut out, &Reply::Ready)?;
    let watch = Watch::start();
    while let Ok(request) = requests.recv() {
        watch.busy.store(true, Ordering::Release);
        let reply = answer(&mut chamber, &request);
        watch.busy.store(false, Ordering::Release);
        send(&mut out, &reply)?;
        if reply.is_last() {
            leave(0);
        }
    }
    Ok(())
}

/// What a chamber makes of a request.
pub(crate) fn answer<S: Steps>(chamber: &mut Chamber<S>, request: &Request) -> Reply {
    match request {
        Request::Judge(job) => {
            let case = Case {
                challenge: &job.challenge,
                submission: &job.submission,
                targets: &job.targets,
                policy: &job.policy,
            };
            let ruling = Box::new(chamber.judge(&case, &job.limits));
            let last = !chamber.is_clean();
            Reply::Ruled { ruling, last }
        }
        Request::Targets {
            challenge,
            policy,
            limits,
        } => {
            let found = chamber.targets(challenge, policy, limits);
            let last = !chamber.is_clean();
            Reply::Targets { found, last }
        }
    }
}
