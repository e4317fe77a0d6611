//! The functions, by the names of `wasi_snapshot_preview1`.
//!
//! Those that are missing from the list need files or sockets. Whatever of them a guest imports is
//! linked to one function that answers "no such descriptor": there is none.

use rand_chacha::rand_core::Rng;
use wasmtime::{Caller, ExternType, Linker, Module, Val, ValType};

use super::memory::{Call, Errno, Fail, Guest};
use super::{Stop, World};

const MODULE: &str = "wasi_snapshot_preview1";

/// Fuel that every call costs, whatever it does: more than the host's work is worth, so that no
/// guest can have the host work for it at a better rate than its own.
const CALL: u64 = 500;

const STDIN: u32 = 0;
const STDOUT: u32 = 1;
const STDERR: u32 = 2;

/// Runs `body`, turns its result into what the guest sees.
fn call(
    mut caller: Caller<'_, World>,
    body: impl FnOnce(&mut Guest<'_, '_>) -> Call,
) -> wasmtime::Result<i32> {
    let ended = Guest::new(&mut caller).and_then(|mut guest| {
        guest.pay(CALL)?;
        body(&mut guest)
    });
    match ended {
        Ok(()) => Ok(Errno::SUCCESS.0),
        Err(Fail::Errno(errno)) => Ok(errno.0),
        Err(Fail::Stop(stop)) => Err(stop.into()),
    }
}

/// A linker that gives `module` its world.
///
/// # Errors
/// When `module` imports something that is not of preview 1, instantiating it will fail; this
/// function itself fails only when the engine is broken.
pub(crate) fn linker(module: &Module) -> wasmtime::Result<Linker<World>> {
    let mut linker = Linker::new(module.engine());
    linker.allow_shadowing(true);
    link_nothing(&mut linker, module)?;
    link(&mut linker)?;
    Ok(linker)
}

fn link(linker: &mut Linker<World>) -> wasmtime::Result<()> {
    strings(linker)?;
    streams(linker)?;
    time(linker)?;
    linker.func_wrap(
        MODULE,
        "proc_exit",
        |_: Caller<'_, World>, code: i32| -> wasmtime::Result<()> { Err(Stop::Exit(code).into()) },
    )?;
    linker.func_wrap(MODULE, "sched_yield", |caller: Caller<'_, World>| {
        call(caller, |_| Ok(()))
    })?;
    linker.func_wrap(
        MODULE,
        "random_get",
        |caller: Caller<'_, World>, at: u32, len: u32| {
            call(caller, |guest| {
                guest.pay(u64::from(len))?;
                let (bytes, world) = guest.slice(at, len)?;
                world.random.fill_bytes(bytes);
                Ok(())
            })
        },
    )?;
    Ok(())
}

/// Links whatever of preview 1 `module` imports to "no such descriptor"; [`link`] goes over that.
fn link_nothing(linker: &mut Linker<World>, module: &Module) -> wasmtime::Result<()> {
    for import in module.imports() {
        let ExternType::Func(kind) = import.ty() else {
            continue;
        };
        let answers_errno =
            kind.results().len() == 1 && matches!(kind.results().next(), Some(ValType::I32));
        if import.module() == MODULE && answers_errno {
            linker.func_new(MODULE, import.name(), kind, |caller, _, results| {
                results[0] = Val::I32(call(caller, |_| Err(Errno::BADF.into()))?);
                Ok(())
            })?;
        }
    }
    Ok(())
}

/// Arguments and environment.
fn strings(linker: &mut Linker<World>) -> wasmtime::Result<()> {
    type List = fn(&World) -> &Vec<Vec<u8>>;
    let lists: [(&str, &str, List); 2] = [
        ("args_get", "args_sizes_get", |world| &world.args),
        ("environ_get", "environ_sizes_get", |world| &world.env),
    ];
    for (get, sizes, list) in lists {
        linker.func_wrap(
            MODULE,
            sizes,
            move |caller: Caller<'_, World>, count_at: u32, size_at: u32| {
                call(caller, |guest| {
                    let strings = list(guest.world());
                    let size: usize = strings.iter().map(|text| text.len() + 1).sum();
                    let count = strings.len() as u32;
                    guest.write_u32(count_at, count)?;
                    guest.write_u32(size_at, size as u32)
                })
            },
        )?;
        linker.func_wrap(
            MODULE,
            get,
            move |caller: Caller<'_, World>, mut slots_at: u32, mut at: u32| {
                call(caller, |guest| {
                    for mut text in list(guest.world()).clone() {
                        text.push(0);
                        guest.pay(text.len() as u64)?;
                        guest.write_u32(slots_at, at)?;
                        guest.write(at, &text)?;
                        let next = at.checked_add(text.len() as u32);
                        at = next.ok_or(Errno::FAULT)?;
                        slots_at = slots_at.checked_add(4).ok_or(Errno::FAULT)?;
                    }
                    Ok(())
                })
            },
        )?;
    }
    Ok(())
}

/// The three streams.
fn streams(linker: &mut Linker<World>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "fd_read",
        |caller: Caller<'_, World>, fd: u32, list: u32, count: u32, read_at: u32| {
            call(caller, |guest| {
                if fd != STDIN {
                    return Err(Errno::BADF.into());
                }
                let mut total: u32 = 0;
                for index in 0..count {
                    let (at, len) = guest.vector(list, index)?;
                    let (bytes, world) = guest.slice(at, len)?;
                    let rest = &world.stdin[world.read..];
                    let taken = rest.len().min(bytes.len());
                    bytes[..taken].copy_from_slice(&rest[..taken]);
                    world.read += taken;
                    total = total.saturating_add(taken as u32);
                    // The list itself is work, too.
                    guest.pay(taken as u64 + 8)?;
                    if taken < len as usize {
                        break;
                    }
                }
                guest.write_u32(read_at, total)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_write",
        |caller: Caller<'_, World>, fd: u32, list: u32, count: u32, written_at: u32| {
            call(caller, |guest| {
                if fd != STDOUT && fd != STDERR {
                    return Err(Errno::BADF.into());
                }
                let mut total: u32 = 0;
                for index in 0..count {
                    let (at, len) = guest.vector(list, index)?;
                    guest.pay(u64::from(len) + 8)?;
                    let (bytes, world) = guest.slice(at, len)?;
                    keep(world, fd, bytes)?;
                    total = total.checked_add(len).ok_or(Errno::INVAL)?;
                }
                guest.write_u32(written_at, total)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_fdstat_get",
        |caller: Caller<'_, World>, fd: u32, at: u32| {
            call(caller, |guest| {
                /// The rights to read and to write. The kind of file is left unknown: a terminal
                /// would be written to line by line.
                const RIGHTS: u64 = 1 << 1 | 1 << 6;
                if fd > STDERR {
                    return Err(Errno::BADF.into());
                }
                let mut stat = [0; 24];
                stat[8..16].copy_from_slice(&RIGHTS.to_le_bytes());
                guest.write(at, &stat)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_filestat_get",
        |caller: Caller<'_, World>, fd: u32, at: u32| {
            call(caller, |guest| {
                if fd > STDERR {
                    return Err(Errno::BADF.into());
                }
                guest.write(at, &[0; 64])
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_fdstat_set_flags",
        |caller: Caller<'_, World>, fd: u32, _flags: u32| {
            call(caller, |_| refuse(fd, Errno::NOTSUP))
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_seek",
        |caller: Caller<'_, World>, fd: u32, _by: i64, _whence: u32, _at: u32| {
            call(caller, |_| refuse(fd, Errno::SPIPE))
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_tell",
        |caller: Caller<'_, World>, fd: u32, _at: u32| call(caller, |_| refuse(fd, Errno::SPIPE)),
    )?;
    linker.func_wrap(MODULE, "fd_close", |caller: Caller<'_, World>, fd: u32| {
        // The streams stay: a guest that closes one has no more use for it.
        call(caller, |_| refuse(fd, Errno::SUCCESS))
    })?;
    Ok(())
}

/// `errno` for one of the three streams; there are no other descriptors.
fn refuse(fd: u32, errno: Errno) -> Call {
    let errno = if fd <= STDERR { errno } else { Errno::BADF };
    if errno == Errno::SUCCESS {
        return Ok(());
    }
    Err(errno.into())
}

/// Keeps what the guest wrote.
fn keep(world: &mut World, fd: u32, bytes: &[u8]) -> Call {
    let (kept, limit) = if fd == STDOUT {
        (&mut world.stdout, world.limits.stdout)
    } else {
        (&mut world.stderr, world.limits.stderr)
    };
    let room = usize::try_from(limit).unwrap_or(usize::MAX) - kept.len();
    kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
    if fd == STDOUT && bytes.len() > room {
        return Err(Stop::Output.into());
    }
    Ok(())
}

/// The clock that stands still, and waiting, which moves it.
fn time(linker: &mut Linker<World>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "clock_res_get",
        |caller: Caller<'_, World>, _clock: u32, at: u32| {
            call(caller, |guest| {
                if guest.world().starting && !guest.world().stdout.is_empty() {
                    return Err(Stop::Ready.into());
                }
                guest.write_u64(at, 1)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "clock_time_get",
        |caller: Caller<'_, World>, _clock: u32, _precision: u64, at: u32| {
            call(caller, |guest| {
                let now = guest.world().clock;
                guest.write_u64(at, now)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "poll_oneoff",
        |caller: Caller<'_, World>, wanted: u32, events: u32, count: u32, happened_at: u32| {
            call(caller, |guest| {
                poll(guest, wanted, events, count, happened_at)
            })
        },
    )?;
    Ok(())
}

/// Everything that is waited for happens at once: the streams are always ready, and a time that
/// is waited for is reached by moving the clock there.
fn poll(guest: &mut Guest<'_, '_>, wanted: u32, events: u32, count: u32, happened_at: u32) -> Call {
    const SUBSCRIPTION: u32 = 48;
    const EVENT: u32 = 32;
    /// More than anybody waits for at once here, where there are three streams and a clock.
    const MOST: u32 = 64;
    if count == 0 || count > MOST {
        return Err(Errno::INVAL.into());
    }
    let far = || Fail::from(Errno::FAULT);
    for index in 0..count {
        let at = wanted.checked_add(index * SUBSCRIPTION).ok_or_else(far)?;
        let event = events.checked_add(index * EVENT).ok_or_else(far)?;
        let mut subscription = [0; SUBSCRIPTION as usize];
        subscription.copy_from_slice(guest.slice(at, SUBSCRIPTION)?.0);
        let word = |from: usize| {
            let mut word = [0; 8];
            word.copy_from_slice(&subscription[from..from + 8]);
            u64::from_le_bytes(word)
        };
        if subscription[8] == 0 {
            let (timeout, absolute) = (word(24), subscription[40] & 1 == 1);
            let world = guest.world();
            let then = if absolute {
                timeout
            } else {
                world.clock.saturating_add(timeout)
            };
            world.clock = world.clock.max(then);
        }
        let mut happened = [0; EVENT as usize];
        happened[..8].copy_from_slice(&subscription[..8]);
        happened[10] = subscription[8];
        guest.write(event, &happened)?;
    }
    guest.write_u32(happened_at, count)
}
