//! What a child may do: compute, in its own memory, for a while.
//!
//! Three walls stand one behind the other. Limits bound memory and time. Landlock takes every file
//! and every connection away; there is nothing left to allow, for what Lean needs is in memory
//! before the fork. The filter of calls lets through what threads and memory need, and nothing by
//! which a process opens, starts, signals or looks into anything.

use std::collections::BTreeMap;
use std::time::Duration;

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetStatus,
    Scope,
};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch,
};

use super::sys::{self, Limit};

/// The newest interface of Landlock whose rights are taken away where they are known.
const INTERFACE: ABI = ABI::V6;

/// What a step may use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    /// Bytes of memory beyond what the worker has already.
    pub(super) memory: u64,
    /// Time by the clock; the same of the processor for each of the machine's cores.
    pub(super) time: Duration,
    /// Whether to go on where the walls can't be built.
    pub(super) unsandboxed: bool,
    /// Whether the parent is a worker, which ends when nobody writes to its standard input.
    pub(super) by_worker: bool,
}

/// Beyond the memory allowed, address space for what is reserved and never written: stacks of
/// threads, arenas of allocators.
const RESERVED: u64 = 4 << 30;

/// Confines the calling process, for good.
///
/// # Errors
/// What could not be done, in words.
pub(super) fn confine(allowance: &Allowance) -> Result<(), String> {
    limit(allowance).map_err(|error| format!("its limits can't be set: {error}"))?;
    let walls = close_files().and_then(|()| filter_calls());
    if allowance.unsandboxed { Ok(()) } else { walls }
}

fn limit(allowance: &Allowance) -> std::io::Result<()> {
    let (space, data) = sys::sizes()?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let seconds = allowance.time.as_secs().saturating_add(1);
    let processor = seconds.saturating_mul(u64::try_from(cores).unwrap_or(1));
    sys::limit(Limit::Data, data.saturating_add(allowance.memory))?;
    let space = space.saturating_add(allowance.memory);
    sys::limit(Limit::AddressSpace, space.saturating_add(RESERVED))?;
    sys::limit(Limit::Processor, processor)?;
    sys::limit(Limit::File, 0)?;
    sys::limit(Limit::Core, 0)
}

fn close_files() -> Result<(), String> {
    let restrict = || {
        let status = Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(INTERFACE))?
            .handle_access(AccessNet::from_all(INTERFACE))?
            .scope(Scope::from_all(INTERFACE))?
            .create()?
            .restrict_self()?;
        Ok::<_, landlock::RulesetError>(status.ruleset)
    };
    match restrict() {
        Ok(RulesetStatus::NotEnforced) => Err(
            "this system has no Landlock (Linux 5.13 or newer, and `landlock` among its `lsm`)"
                .to_owned(),
        ),
        Ok(_) => Ok(()),
        Err(error) => Err(format!("Landlock refuses: {error}")),
    }
}

/// Whether calls can be filtered on this kind of machine.
pub(super) fn has_filter() -> bool {
    architecture().is_ok() && std::path::Path::new("/proc/sys/kernel/seccomp").exists()
}

fn architecture() -> Result<TargetArch, String> {
    let name = std::env::consts::ARCH;
    TargetArch::try_from(name).map_err(|_| format!("calls can't be filtered on {name}"))
}

fn filter_calls() -> Result<(), String> {
    // After Landlock, which needs a descriptor, and before the filter, which lets no limit be set.
    sys::limit(Limit::Descriptors, 0)
        .map_err(|error| format!("its limits can't be set: {error}"))?;
    for program in filters()? {
        seccompiler::apply_filter(&program)
            .map_err(|error| format!("calls can't be filtered: {error}"))?;
    }
    Ok(())
}

/// Calls that are let through whatever their arguments are.
const ALLOWED: &[libc::c_long] = &[
    // What was opened before: the report's pipe, and nothing.
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    // Memory.
    libc::SYS_brk,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_madvise,
    // Threads of its own, and how they wait.
    libc::SYS_clone3,
    libc::SYS_futex,
    libc::SYS_set_robust_list,
    libc::SYS_set_tid_address,
    libc::SYS_rseq,
    libc::SYS_membarrier,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_exit,
    libc::SYS_exit_group,
    // Clocks.
    libc::SYS_clock_gettime,
    libc::SYS_clock_getres,
    libc::SYS_clock_nanosleep,
    libc::SYS_gettimeofday,
    libc::SYS_nanosleep,
    libc::SYS_restart_syscall,
    // What it does when a signal comes.
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_pause,
    libc::SYS_ppoll,
    // Numbers about itself and the machine.
    libc::SYS_getrandom,
    libc::SYS_getrusage,
    libc::SYS_sysinfo,
    libc::SYS_uname,
];

/// Two filters, of whose answers the stricter counts. A filter has one answer for what it lists
/// and one for the rest, and three are needed.
fn filters() -> Result<[BpfProgram; 2], String> {
    let refuse = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let absent = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    let mut allowed: BTreeMap<i64, Vec<SeccompRule>> =
        ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    let only = |argument, value: u64, mask: u64| {
        let operator = SeccompCmpOp::MaskedEq(mask);
        let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Qword, operator, value)?;
        Ok::<_, seccompiler::BackendError>(vec![SeccompRule::new(vec![condition])?])
    };
    let failed = |error: seccompiler::BackendError| format!("no filter of calls: {error}");
    // A thread, never a process.
    let thread = u64::from(libc::CLONE_THREAD.unsigned_abs());
    allowed.insert(libc::SYS_clone, only(0, thread, thread).map_err(failed)?);
    // A signal to itself, as `abort` sends it.
    let own = u64::from(sys::own_pid().unsigned_abs());
    let number = u64::from(u32::MAX);
    allowed.insert(libc::SYS_tgkill, only(0, own, number).map_err(failed)?);
    // Limits may be asked for, not set.
    allowed.insert(libc::SYS_prlimit64, only(2, 0, u64::MAX).map_err(failed)?);
    // Where this call is not there, threads are made by the one above, whose flags can be seen.
    let missing = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    let target = architecture()?;
    let compile = |rules, otherwise, listed| -> Result<BpfProgram, String> {
        let filter = SeccompFilter::new(rules, otherwise, listed, target);
        filter.and_then(TryInto::try_into).map_err(failed)
    };
    Ok([
        compile(missing, SeccompAction::Allow, absent)?,
        compile(allowed, refuse, SeccompAction::Allow)?,
    ])
}
