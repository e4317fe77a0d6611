//! Threads and what they wait for.

use wasmtime::Linker;

use super::Guest;
use crate::guest::errno;
use crate::guest::machine::{Context, Ending};

pub(super) fn link(linker: &mut Linker<Context>) -> wasmtime::Result<()> {
    fn end_thread() -> wasmtime::Result<()> {
        Err(Ending::Thread.into())
    }
    linker
        .func_wrap("env", "emscripten_num_logical_cores", || 1_u32)?
        .func_wrap("env", "emscripten_check_blocking_allowed", || {})?
        .func_wrap("env", "_emscripten_thread_mailbox_await", |_: u32| {})?
        .func_wrap(
            "env",
            "_emscripten_notify_mailbox_postmessage",
            |_: u32, _: u32| {},
        )?
        .func_wrap("env", "_emscripten_thread_set_strongref", |_: u32| {})?
        .func_wrap("env", "_emscripten_thread_cleanup", |_: u32| {})?
        .func_wrap("env", "_emscripten_thread_exit_joinable", |_: u32| {})?
        .func_wrap("env", "_emscripten_runtime_keepalive_clear", || {})?
        .func_wrap("env", "_emscripten_dlsync_threads", || {})?
        .func_wrap("env", "emscripten_unwind_to_js_event_loop", end_thread)?
        .func_wrap("env", "emscripten_exit_with_live_runtime", end_thread)?
        .func_wrap(
            "env",
            "_emscripten_init_main_thread_js",
            |mut guest: Guest<'_>, thread: u32| -> wasmtime::Result<()> {
                if let Some(exports) = guest.data().exports.clone() {
                    let call = (thread, 1, 1, 1, 65_536, 0);
                    exports.thread_init.call(&mut guest, call)?;
                    exports.tls_init.call(&mut guest, ())?;
                }
                Ok(())
            },
        )?
        .func_wrap(
            "env",
            "__pthread_create_js",
            |guest: Guest<'_>, thread: u32, _: u32, start: u32, argument: u32| {
                let spawned = guest.data().machine.spawn(thread, start, argument);
                if spawned { 0 } else { errno::AGAIN }
            },
        )?;
    Ok(())
}
