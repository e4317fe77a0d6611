//! The process that judges by an installed Lean. It has one thread, for it forks.

use std::io;

use super::Native;
use super::steps::NativeSteps;
use super::sys::{self, Limit};
use crate::chamber::Chamber;
use crate::wire::{Reply, Request, receive, send};
use crate::worker::answer;

/// Bytes of the stack on which Lean elaborates and checks.
const STACK: u64 = 64 << 20;

/// Lets the main thread's stack grow as far as Lean may need it.
pub(super) fn enlarge_stack() -> io::Result<()> {
    sys::limit(Limit::Stack, STACK)
}

/// Serves requests from standard input until it ends.
pub(super) fn serve(native: &str) -> io::Result<()> {
    // What modules print while they are imported goes nowhere.
    let mut out = sys::take_output()?;
    let opened = serde_json::from_str::<Native>(native)
        .map_err(|error| format!("no description of a Lean: {error}"))
        .and_then(|native| {
            enlarge_stack().map_err(|error| error.to_string())?;
            NativeSteps::open(native)
        });
    let mut chamber = match opened {
        Ok(steps) => Chamber::new(steps),
        Err(reason) => return send(&mut out, &Reply::Unable(reason)),
    };
    send(&mut out, &Reply::Ready)?;
    let mut input = io::stdin().lock();
    while let Ok(request) = receive::<Request>(&mut input) {
        let reply = answer(&mut chamber, &request);
        send(&mut out, &reply)?;
        if reply.is_last() {
            break;
        }
    }
    Ok(())
}
