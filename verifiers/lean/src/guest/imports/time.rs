//! Clocks, which count how often they are looked at.

use wasmtime::Linker;

use super::{EPOCH_NANOSECONDS, Guest, memory, nanoseconds};
use crate::guest::machine::Context;

pub(super) fn link(linker: &mut Linker<Context>) -> wasmtime::Result<()> {
    fn milliseconds(nanoseconds: u64) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "the guest wants a double; a clock that counts looks has no precision to lose"
        )]
        let nanoseconds = nanoseconds as f64;
        nanoseconds / 1e6
    }
    linker
        .func_wrap("env", "emscripten_get_now", |guest: Guest<'_>| {
            milliseconds(nanoseconds(&guest))
        })?
        .func_wrap("env", "emscripten_date_now", |guest: Guest<'_>| {
            milliseconds(EPOCH_NANOSECONDS + nanoseconds(&guest))
        })?
        .func_wrap("env", "uv__hrtime", |guest: Guest<'_>, _: u32| {
            nanoseconds(&guest)
        })?
        .func_wrap("env", "_tzset_js", |_: u32, _: u32, _: u32, _: u32| {})?
        .func_wrap(
            "env",
            "_localtime_js",
            |guest: Guest<'_>, _: u64, at: u32| {
                memory(&guest)
                    .write(at, &[0; 44])
                    .map_err(wasmtime::Error::from)
            },
        )?
        .func_wrap("env", "_gmtime_js", |guest: Guest<'_>, _: u64, at: u32| {
            memory(&guest)
                .write(at, &[0; 44])
                .map_err(wasmtime::Error::from)
        })?
        .func_wrap(
            "wasi_snapshot_preview1",
            "clock_time_get",
            |guest: Guest<'_>, clock: u32, _: u64, at: u32| {
                let start = if clock == 0 { EPOCH_NANOSECONDS } else { 0 };
                memory(&guest).set_long(at, start + nanoseconds(&guest))?;
                wasmtime::Result::Ok(0_i32)
            },
        )?
        .func_wrap(
            "wasi_snapshot_preview1",
            "clock_res_get",
            |guest: Guest<'_>, _: u32, at: u32| {
                memory(&guest).set_long(at, 1_000)?;
                wasmtime::Result::Ok(0_i32)
            },
        )?;
    Ok(())
}
