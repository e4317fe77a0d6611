//! The system's calls that a worker and its children need and no library gives safely.

#![expect(
    unsafe_code,
    reason = "fork, process_vm_readv and their like have no safe form; each call here is given \
              memory of its own and has its result looked at"
)]

use std::fs::File;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::time::Duration;

/// A process.
pub(super) type Pid = libc::pid_t;

/// Where a child's reports go.
const REPORT: RawFd = 3;

fn checked(result: libc::c_int) -> io::Result<libc::c_int> {
    if result == -1 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

/// The version of Landlock's interface, if the system has it.
pub(super) fn landlock() -> Option<u32> {
    const VERSION: libc::c_uint = 1;
    // SAFETY: with this flag the call takes no memory and gives a number.
    let version = unsafe {
        libc::syscall(
            libc::SYS_landlock_create_ruleset,
            std::ptr::null::<libc::c_void>(),
            0_usize,
            VERSION,
        )
    };
    u32::try_from(version).ok().filter(|version| *version > 0)
}

/// A pipe: the end to read, which does not block, and the end to write.
pub(super) fn pipe() -> io::Result<(File, OwnedFd)> {
    let mut ends = [0; 2];
    // SAFETY: the call writes two descriptors into the array, which nobody else owns.
    let (read, write) = unsafe {
        checked(libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC))?;
        (OwnedFd::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1]))
    };
    // SAFETY: a flag of a descriptor that is owned here.
    checked(unsafe { libc::fcntl(read.as_raw_fd(), libc::F_SETFL, libc::O_NONBLOCK) })?;
    Ok((File::from(read), write))
}

/// Forks: the child's number for the parent, none for the child.
///
/// In a process with several threads the child has the calling one alone, and a lock that another
/// held stays locked. So a worker has one thread, but for those that Lean's library started and
/// that wait; and a child takes no lock of this program.
pub(super) fn fork() -> io::Result<Option<Pid>> {
    // SAFETY: the child goes on with a copy of everything; see above for locks.
    let pid = checked(unsafe { libc::fork() })?;
    Ok((pid != 0).then_some(pid))
}

/// In a child: leaves it no descriptor but `report`, which becomes [`REPORT`], and nothing for
/// standard input, output and error; puts it into a group of its own; has it die with its parent.
pub(super) fn detach(report: &OwnedFd) -> io::Result<()> {
    let null = File::options().read(true).write(true).open("/dev/null")?;
    // SAFETY: calls on this process and on descriptors, none of which is used afterwards by
    // anything but what is meant to get the new one.
    unsafe {
        checked(libc::setpgid(0, 0))?;
        checked(libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL))?;
        // The report first: its descriptor may be one of those that are overwritten next.
        let kept = checked(libc::fcntl(report.as_raw_fd(), libc::F_DUPFD, 64))?;
        let nothing = checked(libc::fcntl(null.as_raw_fd(), libc::F_DUPFD, 64))?;
        for standard in 0..=2 {
            checked(libc::dup2(nothing, standard))?;
        }
        checked(libc::dup2(kept, REPORT))?;
        let first = libc::c_uint::try_from(REPORT + 1).unwrap_or(4);
        let closed = libc::syscall(libc::SYS_close_range, first, libc::c_uint::MAX, 0_u32);
        if closed == -1 {
            return Err(io::Error::last_os_error());
        }
    }
    // Its descriptor is closed already, and may not be closed by number again.
    std::mem::forget(null);
    Ok(())
}

/// In a child that was detached: where its reports go.
pub(super) fn report() -> File {
    // SAFETY: `detach` made this descriptor, and the child takes it once.
    unsafe { File::from_raw_fd(REPORT) }
}

/// Takes standard output for this process's replies alone: what else writes there writes to
/// nothing.
pub(super) fn take_output() -> io::Result<File> {
    let null = File::options().write(true).open("/dev/null")?;
    // SAFETY: calls on descriptors; the new one is owned by nobody else.
    unsafe {
        let kept = checked(libc::fcntl(1, libc::F_DUPFD_CLOEXEC, 3))?;
        checked(libc::dup2(null.as_raw_fd(), 1))?;
        Ok(File::from_raw_fd(kept))
    }
}

/// A limit of a process.
#[derive(Clone, Copy, Debug)]
pub(super) enum Limit {
    /// Bytes of address space.
    AddressSpace,
    /// Bytes of memory that can be written.
    Data,
    /// Seconds of the processor.
    Processor,
    /// Bytes of a file.
    File,
    /// Descriptors.
    Descriptors,
    /// Bytes of a core file.
    Core,
    /// Bytes of the stack.
    Stack,
}

/// Sets a limit, which can't be raised again, or lets the stack's be raised.
pub(super) fn limit(limit: Limit, most: u64) -> io::Result<()> {
    let resource = match limit {
        Limit::AddressSpace => libc::RLIMIT_AS,
        Limit::Data => libc::RLIMIT_DATA,
        Limit::Processor => libc::RLIMIT_CPU,
        Limit::File => libc::RLIMIT_FSIZE,
        Limit::Descriptors => libc::RLIMIT_NOFILE,
        Limit::Core => libc::RLIMIT_CORE,
        Limit::Stack => libc::RLIMIT_STACK,
    };
    let mut now = MaybeUninit::<libc::rlimit>::zeroed();
    // SAFETY: the call fills the structure; all zero bits are a value of it, too.
    let now = unsafe {
        checked(libc::getrlimit(resource, now.as_mut_ptr()))?;
        now.assume_init()
    };
    let most = most.min(now.rlim_max);
    let hard = match limit {
        Limit::Stack => now.rlim_max,
        _ => most,
    };
    let wanted = libc::rlimit {
        rlim_cur: most,
        rlim_max: hard,
    };
    // SAFETY: the structure is read only.
    checked(unsafe { libc::setrlimit(resource, &raw const wanted) })?;
    Ok(())
}

/// Bytes of address space that this process has, and bytes of memory that it can write.
pub(super) fn sizes() -> io::Result<(u64, u64)> {
    let text = std::fs::read_to_string("/proc/self/statm")?;
    let pages: Vec<u64> = text
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    // SAFETY: the call takes a number and gives one.
    let page = u64::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096);
    match (pages.first(), pages.get(5)) {
        (Some(all), Some(data)) => Ok((all * page, data * page)),
        _ => Err(io::Error::other("/proc/self/statm is not as expected")),
    }
}

/// In a child: stands still until it is ended.
pub(super) fn stand_still() -> ! {
    loop {
        // SAFETY: waits for a signal.
        unsafe { libc::pause() };
        // Where waiting is not possible, sleep.
        std::thread::sleep(Duration::from_secs(1));
    }
}

/// In a child: ends it without anything that is done when a program ends.
pub(super) fn leave(code: i32) -> ! {
    // SAFETY: it does not return.
    unsafe { libc::_exit(code) }
}

/// What became readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ready {
    /// The file, or its other end is closed.
    File,
    /// The other end of standard input is closed.
    Abandoned,
    /// Nothing, in the time given.
    Nothing,
}

/// Waits until `file` can be read or, if asked to look there, standard input's other end is closed.
pub(super) fn wait_for(file: &File, input: bool, most: Duration) -> io::Result<Ready> {
    let watch = |fd, events| libc::pollfd {
        fd,
        events,
        revents: 0,
    };
    // A negative descriptor is passed over.
    let input = if input { 0 } else { -1 };
    let mut watched = [watch(file.as_raw_fd(), libc::POLLIN), watch(input, 0)];
    let most = i32::try_from(most.as_millis().saturating_add(1)).unwrap_or(i32::MAX);
    // SAFETY: the call reads and writes the two structures.
    let found = unsafe { libc::poll(watched.as_mut_ptr(), 2, most) };
    if found == -1 {
        let error = io::Error::last_os_error();
        return match error.kind() {
            io::ErrorKind::Interrupted => Ok(Ready::Nothing),
            _ => Err(error),
        };
    }
    Ok(if watched[0].revents != 0 {
        Ready::File
    } else if watched[1].revents & libc::POLLHUP != 0 {
        Ready::Abandoned
    } else {
        Ready::Nothing
    })
}

/// Stops a process, so that its memory stays as it is.
pub(super) fn stop(pid: Pid) {
    // SAFETY: `pid` is a child that has not been waited for, so its number is its own.
    unsafe { libc::kill(pid, libc::SIGSTOP) };
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// By itself, with a code.
    Code(i32),
    /// By a signal.
    Signal(i32),
}

/// Ends a child if it has not ended, with its group, and says how it ended.
pub(super) fn end(pid: Pid) -> Ended {
    let mut status = 0;
    // SAFETY: as in `stop`; the call writes the status.
    unsafe {
        // One that ended by itself is left to tell how; the pipe closes a little before.
        let mut waited = 0;
        for _ in 0..20 {
            waited = libc::waitpid(pid, &raw mut status, libc::WNOHANG);
            if waited != 0 {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        if waited == 0 {
            libc::kill(pid, libc::SIGKILL);
            libc::kill(-pid, libc::SIGKILL);
            while libc::waitpid(pid, &raw mut status, 0) == -1
                && io::Error::last_os_error().kind() == io::ErrorKind::Interrupted
            {}
        }
    }
    if libc::WIFSIGNALED(status) {
        Ended::Signal(libc::WTERMSIG(status))
    } else {
        Ended::Code(libc::WEXITSTATUS(status))
    }
}

/// Ends a child at once.
pub(super) fn kill(pid: Pid) {
    let mut status = 0;
    // SAFETY: as in `end`.
    unsafe {
        libc::kill(pid, libc::SIGKILL);
        libc::kill(-pid, libc::SIGKILL);
        while libc::waitpid(pid, &raw mut status, 0) == -1
            && io::Error::last_os_error().kind() == io::ErrorKind::Interrupted
        {}
    }
}

/// Reads another process's memory from `at`: how many bytes could be read.
pub(super) fn read_memory(pid: Pid, at: u64, into: &mut [u8]) -> usize {
    let Ok(address) = usize::try_from(at) else {
        return 0;
    };
    let local = libc::iovec {
        iov_base: into.as_mut_ptr().cast(),
        iov_len: into.len(),
    };
    let remote = libc::iovec {
        iov_base: std::ptr::without_provenance_mut(address),
        iov_len: into.len(),
    };
    // SAFETY: the call writes at most the length of `into` there, and what it reads is the other
    // process's; an address that is not there is an error.
    let read = unsafe { libc::process_vm_readv(pid, &raw const local, 1, &raw const remote, 1, 0) };
    usize::try_from(read).unwrap_or(0)
}

/// This process.
pub(super) fn own_pid() -> Pid {
    // SAFETY: it takes nothing and can't fail.
    unsafe { libc::getpid() }
}
