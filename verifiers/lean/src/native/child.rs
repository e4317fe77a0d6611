//! A forked process: confined, given one thing to do, asked what came of it, ended.

use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::confine::{Allowance, confine};
use super::memory::Memory;
use super::sys::{self, Ended, Pid, Ready};
use crate::guest::machine::Ending;
use crate::wire::send;

/// The longest report, in bytes.
const LONGEST: usize = 4 << 20;

/// What a child says before it begins, when nothing foreign can have spoken in its place.
#[derive(Debug, Serialize, Deserialize)]
enum Start {
    Confined,
    Unconfined(String),
}

/// Why there is no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The child could not be made or confined: the submission has no part in it.
    Unconfined(String),
    /// What ended it.
    Ended(Ending),
}

/// A forked process; ended when it is dropped.
#[derive(Debug)]
pub(super) struct Child {
    pid: Pid,
    reports: File,
    ended: bool,
    by_worker: bool,
}

impl Child {
    /// Forks a child that confines itself, does `work`, reports what comes of it, and then stands
    /// still, so that its memory can be read.
    ///
    /// # Errors
    /// The system gives no process or no pipe.
    pub(super) fn fork<T: Serialize>(
        allowance: &Allowance,
        work: impl FnOnce() -> T,
    ) -> io::Result<Self> {
        let (reports, end) = sys::pipe()?;
        if let Some(pid) = sys::fork()? {
            return Ok(Self {
                pid,
                reports,
                ended: false,
                by_worker: allowance.by_worker,
            });
        }
        let confined = sys::detach(&end)
            .map_err(|error| format!("it can't be parted from its parent: {error}"))
            .and_then(|()| confine(allowance));
        let mut out = sys::report();
        if let Err(reason) = confined {
            let _ = send(&mut out, &Start::Unconfined(reason));
            sys::leave(1);
        }
        let told = send(&mut out, &Start::Confined);
        let done = catch_unwind(AssertUnwindSafe(work));
        match (told, done) {
            (Ok(()), Ok(done)) if send(&mut out, &done).is_ok() => sys::stand_still(),
            _ => sys::leave(101),
        }
    }

    /// The child's report, which may hold anything: what it ran could write there, too.
    pub(super) fn report<T: DeserializeOwned>(&mut self, deadline: Instant) -> Result<T, Trouble> {
        match self.receive(deadline)? {
            Start::Confined => self.receive(deadline),
            Start::Unconfined(reason) => Err(Trouble::Unconfined(reason)),
        }
    }

    /// Its memory, which no longer changes.
    pub(super) fn memory(&self) -> Memory {
        sys::stop(self.pid);
        Memory::new(self.pid)
    }

    fn receive<T: DeserializeOwned>(&mut self, deadline: Instant) -> Result<T, Trouble> {
        let mut length = [0; 4];
        self.fill(&mut length, deadline)?;
        let length = u32::from_le_bytes(length) as usize;
        let foreign = |why: &str| Trouble::Ended(Ending::Abort(format!("its report is {why}")));
        if length > LONGEST {
            return Err(foreign("too long"));
        }
        let mut bytes = vec![0; length];
        self.fill(&mut bytes, deadline)?;
        serde_json::from_slice(&bytes).map_err(|_| foreign("not as it should be"))
    }

    fn fill(&mut self, bytes: &mut [u8], deadline: Instant) -> Result<(), Trouble> {
        let broken = |error: io::Error| Trouble::Unconfined(error.to_string());
        let mut filled = 0;
        while filled < bytes.len() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                self.kill();
                return Err(Trouble::Ended(Ending::Time));
            }
            match sys::wait_for(&self.reports, self.by_worker, left).map_err(broken)? {
                Ready::Nothing => continue,
                Ready::Abandoned => {
                    // Nobody waits for what comes of it.
                    self.kill();
                    sys::leave(0);
                }
                Ready::File => {}
            }
            match self.reports.read(&mut bytes[filled..]) {
                Ok(0) => return Err(Trouble::Ended(self.end())),
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(broken(error)),
            }
        }
        Ok(())
    }

    /// What ended a child that reports no more.
    fn end(&mut self) -> Ending {
        self.ended = true;
        match sys::end(self.pid) {
            Ended::Signal(libc::SIGXCPU) => Ending::Time,
            // Lean ends itself so when it gets no memory, and whoever calls exit does.
            Ended::Code(1) => Ending::Abort(
                "it ended by itself: it got no more memory, or the file ended it".to_owned(),
            ),
            Ended::Code(code) => Ending::Exit(code),
            Ended::Signal(signal @ (libc::SIGSEGV | libc::SIGBUS)) => Ending::Abort(format!(
                "it reached for memory that is not there (signal {signal})"
            )),
            Ended::Signal(signal) => Ending::Abort(format!("signal {signal} ended it")),
        }
    }

    fn kill(&mut self) {
        if !self.ended {
            self.ended = true;
            sys::kill(self.pid);
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Confines a child that does nothing.
///
/// # Errors
/// What kept it from being confined.
pub(super) fn trial() -> Result<(), String> {
    let allowance = Allowance {
        memory: 64 << 20,
        time: Duration::from_secs(5),
        unsandboxed: false,
        by_worker: false,
    };
    let mut child = Child::fork(&allowance, || ()).map_err(|error| error.to_string())?;
    match child.report(Instant::now() + allowance.time) {
        Ok(()) => Ok(()),
        Err(Trouble::Unconfined(reason)) => Err(reason),
        Err(Trouble::Ended(ending)) => Err(ending.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readout::Image as _;

    const TIME: Duration = Duration::from_secs(2);

    fn run<T: Serialize + DeserializeOwned>(work: impl FnOnce() -> T) -> Result<T, Trouble> {
        let allowance = Allowance {
            memory: 256 << 20,
            time: TIME,
            unsandboxed: false,
            by_worker: false,
        };
        let mut child = Child::fork(&allowance, work).expect("a process");
        child.report(Instant::now() + TIME)
    }

    /// Whether something was refused for want of permission.
    fn refused<T>(result: io::Result<T>) -> bool {
        result.is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied)
    }

    #[test]
    fn a_child_reports_and_its_memory_can_be_read() {
        let mut child = Child::fork(
            &Allowance {
                memory: 64 << 20,
                time: TIME,
                unsandboxed: false,
                by_worker: false,
            },
            || {
                let text: &'static [u8] = Box::leak(b"read from outside".to_vec().into());
                text.as_ptr().addr() as u64
            },
        )
        .expect("a process");
        let at: u64 = child.report(Instant::now() + TIME).expect("a report");
        let memory = child.memory();
        assert_eq!(
            memory.bytes(at, 17).as_deref(),
            Some(&b"read from outside"[..])
        );
        assert_eq!(memory.word(0), None);
        assert_eq!(memory.byte(u64::MAX), None);
        assert_eq!(memory.bytes(at, u32::MAX), None);
    }

    #[test]
    fn no_file_is_opened() {
        assert_eq!(run(|| refused(File::open("/etc/passwd"))), Ok(true));
        assert_eq!(
            run(|| refused(File::create("/tmp/tribunal-child"))),
            Ok(true)
        );
        assert_eq!(run(|| refused(std::fs::read_dir("/"))), Ok(true));
        assert_eq!(run(|| refused(std::fs::remove_file("/tmp/x"))), Ok(true));
        assert_eq!(
            run(|| refused(std::fs::read_link("/proc/self/exe"))),
            Ok(true)
        );
    }

    #[test]
    fn no_connection_is_made() {
        use std::net::{TcpListener, TcpStream, UdpSocket};
        assert_eq!(run(|| refused(TcpStream::connect("127.0.0.1:9"))), Ok(true));
        assert_eq!(run(|| refused(TcpListener::bind("127.0.0.1:0"))), Ok(true));
        assert_eq!(run(|| refused(UdpSocket::bind("127.0.0.1:0"))), Ok(true));
    }

    #[test]
    fn no_process_is_started() {
        assert_eq!(
            run(|| std::process::Command::new("/bin/true").spawn().is_err()),
            Ok(true)
        );
        // A fork bomb gets no further than its first fork.
        assert_eq!(run(|| (0..1_000).all(|_| refused(sys::fork()))), Ok(true));
        // Threads are its own affair.
        assert_eq!(run(|| std::thread::spawn(|| 5).join().ok()), Ok(Some(5)));
    }

    #[test]
    fn no_other_process_is_reached() {
        let parent = sys::own_pid();
        let read = run(move || sys::read_memory(parent, 0x1000, &mut [0; 8]));
        assert_eq!(read, Ok(0));
        let signal = run(move || {
            sys::stop(parent);
            7
        });
        assert_eq!(signal, Ok(7));
    }

    #[test]
    fn memory_ends() {
        let taken = run(|| {
            let mut taken: Vec<Vec<u8>> = Vec::new();
            // Ten gigabytes, a piece at a time.
            for _ in 0..10_240 {
                let mut piece = Vec::new();
                if piece.try_reserve_exact(1 << 20).is_err() {
                    break;
                }
                piece.resize(1 << 20, 1);
                taken.push(piece);
            }
            taken.len()
        });
        let taken = taken.expect("a report");
        assert!(taken <= 256, "{taken} MiB");
        let at_once = run(|| Vec::<u8>::new().try_reserve_exact(10 << 30).is_err());
        assert_eq!(at_once, Ok(true));
    }

    #[test]
    fn time_ends() {
        let begin = Instant::now();
        let endless = run(|| {
            let mut count = 0_u64;
            while std::hint::black_box(true) {
                count = count.wrapping_add(1);
            }
            count
        });
        assert_eq!(endless, Err(Trouble::Ended(Ending::Time)));
        assert!(begin.elapsed() < TIME + Duration::from_secs(2));
        let asleep = run(|| std::thread::sleep(Duration::from_secs(60)));
        assert_eq!(asleep, Err(Trouble::Ended(Ending::Time)));
    }

    #[test]
    fn a_child_that_ends_is_told_from_one_that_is_ended() {
        assert_eq!(
            run::<()>(|| sys::leave(7)),
            Err(Trouble::Ended(Ending::Exit(7)))
        );
        assert!(matches!(
            run::<()>(|| std::process::abort()),
            Err(Trouble::Ended(Ending::Abort(_)))
        ));
    }

    #[test]
    fn a_report_may_hold_anything() {
        // What is run writes a report of its own before the one that is asked for.
        let forged = run(|| {
            let mut out = sys::report();
            let _ = send(&mut out, &"forged");
            0_u32
        });
        assert!(matches!(forged, Err(Trouble::Ended(Ending::Abort(_)))));
        let endless = run(|| {
            use std::io::Write as _;
            let mut out = sys::report();
            let _ = out.write_all(&u32::MAX.to_le_bytes());
            0_u32
        });
        assert!(matches!(endless, Err(Trouble::Ended(Ending::Abort(_)))));
    }
}
